import { CfnParameter, type Stack } from 'aws-cdk-lib';

/**
 * Where the music services are, as parameters of a stack: the same template is deployed against the real services
 * and, with other values, against a sandbox of them.
 */
export function providerParameters(stack: Stack) {
  const text = (id: string, description: string, value?: string) =>
    new CfnParameter(stack, id, { type: 'String', description, ...(value && { default: value }) }).valueAsString;
  return {
    SPOTIFY_CLIENT_ID: text('SpotifyClientId', 'Client id of the Spotify app that listeners authorize. Not a secret.'),
    SPOTIFY_ACCOUNTS_URL: text('SpotifyAccountsUrl', 'Spotify authorization server.', 'https://accounts.spotify.com'),
    SPOTIFY_API_URL: text('SpotifyApiUrl', 'Spotify Web API.', 'https://api.spotify.com'),
    LISTENBRAINZ_API_URL: text('ListenBrainzApiUrl', 'ListenBrainz API.', 'https://api.listenbrainz.org'),
  };
}
