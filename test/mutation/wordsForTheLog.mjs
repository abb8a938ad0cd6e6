/**
 * @typedef {{ type: string, callee?: Node, name?: string, property?: Node }} Node What matters here of a node of the source's tree.
 * @typedef {{ node: Node, parentPath?: { node: Node }, key?: string | number }} NodePath
 */

/**
 * Tells Stryker to leave words alone that stand in the log and nowhere else: what an error says beside its reason. People are
 * shown the words of the reason (`editor/messages.ts`), and no code reads the others.
 */
const wordsForTheLog = {
  /** @param {NodePath} path @returns {string | undefined} why the node gets no mutants; undefined when it gets them */
  shouldIgnore({ node, parentPath, key }) {
    const parent = parentPath?.node;
    if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined;
    const [isDetail, isMessage, isWarning] = [
      parent?.type === 'NewExpression' && parent.callee?.name === 'TierError' && key === 1,
      parent?.type === 'NewExpression' && parent.callee?.name === 'Error' && key === 0,
      parent?.type === 'CallExpression' && parent.callee?.property?.name === 'warn' && key === 0,
    ];
    return isDetail || isMessage || isWarning ? 'words for the log' : undefined;
  },
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'wordsForTheLog', value: wordsForTheLog }];
