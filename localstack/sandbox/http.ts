/** A request as the sandbox's routes see it. */
export interface SandboxRequest {
  readonly method: string;
  /** Decoded path below the provider's prefix, such as `/v1/me`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One thing that a provider can be asked. */
export interface Route {
  /** The name by which faults and logs mean it. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Matched against the whole path; its groups are the route's arguments. */
  readonly path: RegExp;
  /** The account that a request is about, as far as it tells one: faults are aimed by it. */
  accountOf(request: SandboxRequest, parameters: readonly string[]): string | undefined;
  answer(request: SandboxRequest, parameters: readonly string[]): Answer;
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function html(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

export function redirect(url: string): Answer {
  return { status: 302, headers: { location: url }, body: '' };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that means itself inside HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
