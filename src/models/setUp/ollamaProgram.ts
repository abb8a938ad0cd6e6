import { posix, win32 } from 'node:path';

/** What of the environment tells where programs are. */
export type ProgramEnvironment = Readonly<Partial<Record<'PATH' | 'Path' | 'LOCALAPPDATA' | 'HOME', string>>>;

/** Where Ollama's own installers put it, beside the folders of `PATH` (ollama/ollama, docs/linux.mdx, macos.mdx, windows.mdx). */
const usualFolders: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/local/bin', '/usr/bin'],
  darwin: ['/usr/local/bin', '/opt/homebrew/bin', '/Applications/Ollama.app/Contents/Resources'],
};

/** The files that would be Ollama's program, the likeliest first. */
export function programPlaces(platform: NodeJS.Platform, environment: ProgramEnvironment): readonly string[] {
  const { join, delimiter, isAbsolute } = platform === 'win32' ? win32 : posix;
  const path = (environment.PATH ?? environment.Path ?? '').split(delimiter);
  const own = environment.LOCALAPPDATA;
  const usual = usualFolders[platform] ?? (platform === 'win32' && own ? [join(own, 'Programs', 'Ollama')] : []);
  // A relative folder of PATH would be looked for in whatever folder is open.
  const folders = [...path.filter(isAbsolute), ...usual];
  const name = platform === 'win32' ? 'ollama.exe' : 'ollama';
  return [...new Set(folders.map((folder) => join(folder, name)))];
}

/** How Ollama is installed, and in the same way brought up to date. */
export interface InstallGuide {
  /** For a terminal; absent where it is installed by hand. */
  readonly command?: string;
  readonly page: string;
}

/** How to install it here, as its own pages say (ollama/ollama, README.md: "Download"). */
export function installGuide(platform: NodeJS.Platform): InstallGuide {
  const page = 'https://ollama.com/download';
  const command = commands[platform];
  return command === undefined ? { page } : { command, page };
}

const commands: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'curl -fsSL https://ollama.com/install.sh | sh',
  darwin: 'brew install ollama',
  win32: 'winget install --id Ollama.Ollama',
};
