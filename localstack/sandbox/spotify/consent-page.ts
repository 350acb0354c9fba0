import type { Account } from '../account.ts';
import { escapeHtml, html } from '../http.ts';
import type { Answer } from '../http.ts';

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 30rem; margin: 12vh auto; padding: 0 1rem; color: #1d2521; }
  button { display: block; width: 100%; font: inherit; text-align: left; margin: .5rem 0; padding: .7rem 1rem;
    border: 1px solid #b9c4bd; border-radius: .5rem; background: #fff; cursor: pointer; }
  button:hover, button:focus { border-color: #1c7c46; }
  small { color: #5b665f; }
`;

/** The page on which a person chooses an account and consents. Its form comes back to the same address with the choice. */
export function consentPage(query: URLSearchParams, accounts: readonly Account[]): Answer {
  const carried = [...query]
    .filter(([name]) => name !== 'show_dialog')
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const choices = accounts
    .map(({ name, listener }) => {
      const detail = escapeHtml(`${name} · ${listener.zone}`);
      const shown = `${escapeHtml(listener.displayName)}<br><small>${detail}</small>`;
      return `<button name="login_hint" value="${escapeHtml(name)}">${shown}</button>`;
    })
    .join('');
  const scopes = escapeHtml(query.get('scope') ?? 'nothing but the public profile');
  return page(
    200,
    'Connect to the Spotify sandbox',
    `<p>An application asks to see: <b>${scopes}</b>.</p><p>Whose listening may it read?</p>
    <form method="get">${carried}${choices}<button name="decision" value="deny">Cancel</button></form>`,
  );
}

/** A request that must not be sent back to its redirect address, since that is what is wrong with it. */
export function refusalPage(problem: string): Answer {
  return page(400, 'This request cannot be granted', `<p>${escapeHtml(problem)}</p>`);
}

function page(status: number, title: string, content: string): Answer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  return html(
    status,
    `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head>` +
      `<body><h1>${escapeHtml(title)}</h1>${content}<p><small>A stand-in on this machine, not Spotify.</small></p></body></html>`,
  );
}
