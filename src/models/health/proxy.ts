import { isLoopback } from '../../tiers/endpoint.ts';

/** The proxy that VS Code would take, from its settings or the environment. */
export interface ProxySettings {
  /** Empty: none. */
  readonly url: string;
  /** Hosts that are reached past it, as `NO_PROXY` and `http.noProxy` have them. */
  readonly exceptions: readonly string[];
}

/**
 * Whether requests to a host go past the proxy. VS Code never leads these four names through one (`@vscode/proxy-agent`,
 * `resolveProxy`); another loopback address it does.
 */
export function isPastProxy(host: string, { url, exceptions }: ProxySettings): boolean {
  if (url === '') return true;
  const { hostname, port } = new URL(`http://${host}`);
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isLoopback(name) && ['localhost', '127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(name)) return true;
  return exceptions.some((exception) => isMeant(exception.trim().toLowerCase(), name, port));
}

/** `*`, a name and all below it, or either with a port. */
function isMeant(exception: string, name: string, port: string): boolean {
  if (exception === '*') return true;
  const [, rule = '', rulePort] = /^(.*?)(?::(\d+))?$/.exec(exception) ?? [];
  if (rule === '' || (rulePort !== undefined && rulePort !== port)) return false;
  const ending = rule.replace(/^\*?\./, '');
  return name === ending || name.endsWith(`.${ending}`);
}
