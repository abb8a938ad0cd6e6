import { commands, type Disposable, EventEmitter, type TreeView, window } from 'vscode';
import { once } from '../../base/once.ts';
import type { ModelRoom } from './modelRoom.ts';
import type { ModelRow } from './modelRow.ts';
import type { ModelsParts } from './modelsParts.ts';

/**
 * Registers the Models view and its commands. What they do is loaded when the view is first shown, or a command first run; the
 * engine is asked only then, and after what is done here: a view that is not on show asks nothing.
 */
export function registerModels(parts: ModelsParts): Disposable {
  const changed = new EventEmitter<undefined>();
  const room = once(async () => {
    const { ModelRoom } = await import('./modelRoom.ts');
    return new ModelRoom(parts, () => changed.fire(undefined));
  });
  const view: TreeView<ModelRow> = window.createTreeView<ModelRow>('hearth.models', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (row) => row,
      getChildren: async (row) => [...(row?.children ?? (await (await room()).rows()))],
    },
  });
  const lookAgain = () => {
    if (view.visible) void room.made?.then((it) => it.lookAgain());
  };
  /** @param row what the command is run on; whatever another extension hands over is not one of ours */
  const run = (act: (room: ModelRoom, row: unknown) => Promise<unknown>) => async (row?: unknown) =>
    act(await room(), row);
  const registered = [
    view,
    changed,
    view.onDidChangeVisibility(lookAgain),
    parts.onSettings(lookAgain),
    commands.registerCommand('hearth.chooseCompletionModel', async () =>
      (await import('./chooseModel.ts')).chooseModel('completion', parts),
    ),
    commands.registerCommand('hearth.chooseTaskModel', async () =>
      (await import('./chooseModel.ts')).chooseModel('tasks', parts),
    ),
    commands.registerCommand(
      'hearth.refreshModels',
      run((it) => it.refresh()),
    ),
    commands.registerCommand(
      'hearth.pullModel',
      run((it, row) => it.pull(row)),
    ),
    commands.registerCommand(
      'hearth.resumeDownload',
      run((it, row) => it.pull(row)),
    ),
    commands.registerCommand(
      'hearth.downloadMissing',
      run((it, row) => it.pull(row)),
    ),
    commands.registerCommand(
      'hearth.stopDownload',
      run(async (it, row) => it.stop(row)),
    ),
    commands.registerCommand(
      'hearth.forgetDownload',
      run(async (it, row) => it.forget(row)),
    ),
    commands.registerCommand(
      'hearth.useForCompletions',
      run((it, row) => it.use('completion', row)),
    ),
    commands.registerCommand(
      'hearth.useForTasks',
      run((it, row) => it.use('tasks', row)),
    ),
    commands.registerCommand(
      'hearth.loadModel',
      run(({ installed }, row) => installed.load(row)),
    ),
    commands.registerCommand(
      'hearth.unloadModel',
      run(({ installed }, row) => installed.unload(row)),
    ),
    commands.registerCommand(
      'hearth.updateModel',
      run(({ installed }, row) => installed.update(row)),
    ),
    commands.registerCommand(
      'hearth.deleteModel',
      run(({ installed }, row) => installed.remove(row)),
    ),
    commands.registerCommand(
      'hearth.copyModelDetails',
      run(({ installed }, row) => installed.copy(row)),
    ),
    commands.registerCommand(
      'hearth.chooseContextSize',
      run((it) => it.chooseContextSize()),
    ),
    commands.registerCommand(
      'hearth.compareModels',
      run((it) => it.compare()),
    ),
    commands.registerCommand(
      'hearth.exportSetup',
      run((it) => it.exportSetup()),
    ),
    commands.registerCommand(
      'hearth.importSetup',
      run((it) => it.importSetup()),
    ),
  ];
  return {
    dispose() {
      for (const each of registered) each.dispose();
      void room.made?.then((it) => it.dispose());
    },
  };
}
