import assert from 'node:assert/strict';
import { installGuide, programPlaces } from '../../../../src/models/setUp/ollamaProgram.ts';

describe('Ollama’s program', () => {
  it('is looked for in the folders of PATH first, then where its installers put it, each place once', () => {
    assert.deepEqual(programPlaces('linux', { PATH: '/home/ada/bin:/usr/bin' }), [
      '/home/ada/bin/ollama',
      '/usr/bin/ollama',
      '/usr/local/bin/ollama',
    ]);
    assert.deepEqual(programPlaces('darwin', {}), [
      '/usr/local/bin/ollama',
      '/opt/homebrew/bin/ollama',
      '/Applications/Ollama.app/Contents/Resources/ollama',
    ]);
    assert.deepEqual(programPlaces('win32', { Path: 'C:\\Tools', LOCALAPPDATA: 'C:\\Users\\Ada\\AppData\\Local' }), [
      'C:\\Tools\\ollama.exe',
      'C:\\Users\\Ada\\AppData\\Local\\Programs\\Ollama\\ollama.exe',
    ]);
  });

  it('is never taken from the folder that happens to be open', () => {
    const places = programPlaces('linux', { PATH: '.:bin::./node_modules/.bin:/usr/bin' });
    assert.deepEqual(
      places.filter((place) => !place.startsWith('/')),
      [],
    );
  });

  it('is installed as its own pages say, in a terminal where there is a command', () => {
    assert.match(installGuide('linux').command ?? '', /ollama\.com\/install\.sh/);
    assert.match(installGuide('darwin').command ?? '', /^brew install/);
    assert.match(installGuide('win32').command ?? '', /^winget install/);
    assert.deepEqual(installGuide('freebsd'), { page: 'https://ollama.com/download' });
  });
});
