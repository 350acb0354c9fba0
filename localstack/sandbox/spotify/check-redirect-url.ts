/**
 * Throws unless Spotify would register the address: https, or http on a loopback IP address; `localhost` is not allowed
 * (developer.spotify.com, "Redirect URIs").
 */
export function checkRedirectUrl(url: string): void {
  if (!URL.canParse(url)) throw new Error(`${JSON.stringify(url)} is not an address`);
  const { protocol, hostname } = new URL(url);
  const isLoopback = hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback)) return;
  throw new Error(`${url} cannot be a redirect address: it must be https, or http on 127.0.0.1 or [::1]`);
}
