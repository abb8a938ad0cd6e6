import { isIP } from 'node:net';
import { isCloudHost } from './cloudHosts.ts';
import { TierError } from './tier.ts';

/** Where the engine is, and how we came to think so. */
export interface Endpoint {
  /** Without a slash at the end. */
  readonly url: string;
  /** Host and port, as shown. */
  readonly host: string;
  readonly tier: 'local' | 'selfHosted';
  readonly source: 'setting' | 'environment' | 'default';
}

/** A setting or variable that is no address. */
export interface BadEndpoint {
  readonly bad: string;
  /** It is a cloud provider's: nothing is sent there but through the send sheet. */
  readonly isCloud: boolean;
  readonly source: 'setting' | 'environment';
}

const defaultPort = '11434';

/**
 * Finds the engine's address: the setting, else `OLLAMA_HOST`, else this machine's port 11434.
 * `127.0.0.1` and not `localhost`, which some systems resolve to an IPv6 address that Ollama does not listen on.
 * Forms as Ollama's own client reads them: `host`, `host:port`, `:port`, `http://host` (port 80), `https://host` (443);
 * the server's "listen everywhere" (`0.0.0.0`, `[::]`) means this machine to a client.
 */
export function resolveEndpoint(setting: string, environmentVariable: string | undefined): Endpoint | BadEndpoint {
  if (setting !== '') return parse(setting, 'setting');
  const variable = environmentVariable?.trim() ?? '';
  if (variable !== '') return parse(variable, 'environment');
  return parse(`127.0.0.1:${defaultPort}`, 'default') as Endpoint;
}

/** The engine's address as the settings say it now. */
export class EngineAddress {
  readonly #several: () => readonly (Endpoint | BadEndpoint)[];

  /**
   * @param environmentVariable the value of `OLLAMA_HOST`
   * @param list addresses of engines with the same models, which go before the setting
   */
  constructor(
    setting: () => string,
    environmentVariable: string | undefined,
    list: () => readonly string[] = () => [],
  ) {
    this.#several = () => {
      const own = list().filter((each) => each.trim() !== '');
      return own.length > 0
        ? own.map((each) => resolveEndpoint(each.trim(), undefined))
        : [resolveEndpoint(setting(), environmentVariable)];
    };
  }

  /** The first of them. @throws {TierError} `badEndpoint`, `cloudEndpoint` */
  endpoint = (): Endpoint => checked(this.#find());

  /**
   * All of them, in their order. Only those of the first one's tier: what this machine does not answer does not go to another
   * one by itself, nor the other way. @throws {TierError} `badEndpoint`, `cloudEndpoint`
   */
  endpoints = (): readonly Endpoint[] => {
    const all = this.#several().map(checked);
    return all.filter(({ tier }) => tier === all[0]?.tier);
  };

  /** The host as shown; what the user wrote where that is no address. */
  shown = (): string => {
    const found = this.#find();
    return 'bad' in found ? found.bad : found.host;
  };

  /** The tier of an engine at this address. */
  tier = (): Endpoint['tier'] => {
    const found = this.#find();
    return 'bad' in found ? 'local' : found.tier;
  };

  #find(): Endpoint | BadEndpoint {
    return this.#several()[0] ?? { bad: '', isCloud: false, source: 'setting' };
  }
}

/** @throws {TierError} `badEndpoint`, `cloudEndpoint` */
function checked(found: Endpoint | BadEndpoint): Endpoint {
  if ('bad' in found) throw new TierError(found.isCloud ? 'cloudEndpoint' : 'badEndpoint', found.bad);
  return found;
}

function parse(text: string, source: Endpoint['source']): Endpoint | BadEndpoint {
  const bad: BadEndpoint = { bad: text, isCloud: false, source: source === 'default' ? 'setting' : source };
  const explicit = text.includes('://');
  let url: URL;
  try {
    url = new URL(explicit ? text : `http://${text.startsWith(':') ? '127.0.0.1' : ''}${text}`);
  } catch {
    return bad;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return bad;
  if (url.hostname === '' || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return bad;
  if (isCloudHost(url.hostname)) return { ...bad, bad: url.hostname, isCloud: true };
  const everywhere = url.hostname === '0.0.0.0' || url.hostname === '[::]';
  const hostname = everywhere ? '127.0.0.1' : url.hostname;
  // `URL` drops the port 80 of `host:80`, which would then read as if none had been named.
  const port = url.port || (explicit ? '' : /^[^/]*:0*80(\/|$)/.test(text) ? '80' : defaultPort);
  const host = port === '' ? hostname : `${hostname}:${port}`;
  const path = url.pathname.replace(/\/+$/, '');
  return { url: `${url.protocol}//${host}${path}`, host, tier: isLoopback(hostname) ? 'local' : 'selfHosted', source };
}

/** Whether a URL's host name is this machine. Only literal loopback addresses and `localhost` count: other names are resolved by others. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** Whether a host is in a private network: RFC 1918 and 4193 addresses, link-local ones, and names that only a local network knows. */
export function isPrivateHost(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isLoopback(name)) return true;
  if (isIP(name) === 4) return /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(name);
  if (isIP(name) === 6) return /^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(name);
  return !name.includes('.') || /\.(local|lan|internal|home\.arpa)$/.test(name);
}
