/** The self-signed certificate that the cloud serves HTTPS with: made once, kept in the state folder. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const validDays = 825; // The longest life that Apple's clients accept: https://support.apple.com/en-us/103769

/** Reads `certificate.json` in `folder`, or makes it for localhost, its sub-domains and the loopback addresses. */
export async function loadCertificate(folder: string, nowMs: number): Promise<Certificate> {
  const file = join(folder, 'certificate.json');
  const kept = readKept(file);
  if (kept && kept.notAfterMs > nowMs) return kept;
  const notAfterMs = nowMs + validDays * 86_400_000;
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - 86_400_000),
    notAfterDate: new Date(notAfterMs),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: '*.localhost' },
          { type: 2, value: '*.execute-api.us-east-1.localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  // Renamed into place, so that a kill leaves the old file or the new one.
  writeFileSync(`${file}.new`, JSON.stringify({ key: pems.private, cert: pems.cert, notAfterMs }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { key: pems.private, cert: pems.cert };
}

type KeptCertificate = Certificate & { readonly notAfterMs: number };

/** What is kept, or undefined when there is nothing usable: a damaged certificate is simply made anew. */
function readKept(file: string): KeptCertificate | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as KeptCertificate;
    createPrivateKey(kept.key);
    new X509Certificate(kept.cert);
    return kept;
  } catch {
    return undefined;
  }
}
