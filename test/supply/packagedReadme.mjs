/** Sections that are about this repository, which nobody has who installs the package. */
const ofTheRepository = ['Two commands', 'Working on Hearth'];

/**
 * The README as it goes into the package. VS Code and the Marketplace show pictures and follow links from there by full addresses
 * only, and the manifest names no repository that relative ones could be completed with: they are left out.
 * @param {string} readme
 */
export function packagedReadme(readme) {
  const sections = readme
    .split(/^(?=## )/m)
    .filter((section) => !ofTheRepository.includes(/^## (.*)/.exec(section)?.[1] ?? ''));
  return sections
    .join('')
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n(?:<sub>.*<\/sub>\n\n)?/gm, '')
    .replace(/\[([^\]]*)\]\((?!https:)[^)]*\)/g, '$1')
    .replace(/^<!--.*-->\n\n?/gm, '');
}
