import { inject, Service } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Notices } from '../problems/notices';
import { Confirm } from '../ui/confirm';
import type { NameQuestion } from '../ui/name-dialog';
import { saveFile, saveUrl } from '../ui/save-file';
import { AssetChanger, type Move, type Outcome } from './asset-changer';
import { encodePath, folderOf, joinPath, nameOf } from './asset-urls';
import type { Entry, Named } from './entry';
import type { FolderQuestion } from './folder-dialog';

/** What a person can do with entries: asks what is to be asked, does it, and says what became of it. */
@Service()
export class AssetActions {
  private readonly changer = inject(AssetChanger);
  private readonly dialogs = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);

  /** Whether a folder was made. */
  async newFolder(parent: string): Promise<boolean> {
    return this.askName({
      heading: $localize`New folder`,
      label: $localize`Name`,
      name: '',
      action: $localize`Create`,
      save: (name) => this.changer.createFolder(joinPath(parent, name)),
    });
  }

  /** Asks for another name, and offers to take it back; `renamed` is told each time. */
  async rename({ path, name }: Named, renamed: (move: Move) => void): Promise<void> {
    let moved: Move | undefined;
    await this.askName({
      heading: $localize`Rename “${name}:name:”`,
      label: $localize`New name`,
      name,
      action: $localize`Rename`,
      save: async (wanted) => {
        moved = wanted === name ? undefined : await this.changer.rename(path, wanted);
      },
    });
    if (moved === undefined) return;
    const { from, to } = moved;
    renamed(moved);
    this.notices.tellWithUndo($localize`Renamed to “${nameOf(to)}:name:”.`, () => {
      void this.attempt(async () => renamed(await this.changer.rename(to, nameOf(from))));
    });
  }

  /** Asks for a folder and moves entries there; what lies elsewhere then. */
  async moveElsewhere(paths: readonly string[], changed: () => void): Promise<void> {
    const { FolderDialog } = await import('./folder-dialog');
    const opened = this.dialogs.open<unknown, FolderQuestion, string>(FolderDialog, {
      data: { count: paths.length, from: folderOf(paths[0] ?? ''), moving: paths },
      width: '480px',
    });
    const folder = await firstValueFrom(opened.afterClosed());
    if (folder !== undefined) await this.moveTo(paths, folder, changed);
  }

  /** Moves entries into a folder, and offers to take it back. */
  async moveTo(paths: readonly string[], folder: string, changed: () => void): Promise<void> {
    const wanted = paths.filter((path) => folderOf(path) !== folder && path !== folder);
    if (wanted.length === 0) return;
    const outcome = await this.changer.move(wanted, folder);
    changed();
    const place = folder === '' ? $localize`Media` : nameOf(folder);
    this.report(outcome, () => {
      this.notices.tellWithUndo(
        $localize`${outcome.done.length}:count: moved to “${place}:folder:”.`,
        () => void this.moveBack(outcome.done, folder, changed),
      );
    });
  }

  async duplicate(path: string, changed: () => void): Promise<void> {
    await this.attempt(async () => {
      const copy = await this.changer.duplicate(path);
      this.notices.tell($localize`Copied as “${nameOf(copy)}:name:”.`);
    });
    changed();
  }

  /** Asks, names what goes, and deletes; whether it was agreed to. `hide` takes the entries away at once, and is told which are left. */
  async delete(
    entries: readonly Named[],
    hide: (paths: ReadonlySet<string>) => (left: ReadonlySet<string>) => void,
    changed: () => void,
  ): Promise<boolean> {
    const agreed = await this.confirm.ask(deleteQuestion(entries));
    if (!agreed) return false;
    const settle = hide(new Set(entries.map(({ path }) => path)));
    const outcome = await this.changer.delete(entries);
    settle(new Set(outcome.failed.map(({ path }) => path)));
    changed();
    this.report(outcome, () =>
      this.notices.tell($localize`${outcome.done.length}:count: deleted.`),
    );
    return true;
  }

  async invalidate(path: string): Promise<void> {
    await this.attempt(async () => {
      const count = await this.changer.invalidate(path);
      this.notices.tell($localize`${count}:count: cached variants removed.`);
    });
  }

  download(path: string): void {
    saveUrl(`/download/${encodePath(path)}`, nameOf(path));
  }

  /** One file as it is, one folder or several entries as a ZIP. */
  async downloadAll(entries: readonly Entry[]): Promise<void> {
    const [only] = entries;
    if (only === undefined) return;
    if (entries.length === 1) {
      if (only.type === 'file') this.download(only.path);
      else saveUrl(`/download-folder/${encodePath(only.path)}`, `${only.name}.zip`);
      return;
    }
    this.notices.tell($localize`Packing ${entries.length}:count: items…`);
    await this.attempt(async () => {
      saveFile('assets.zip', await this.changer.pack(entries.map(({ path }) => path)));
    });
  }

  private async moveBack(
    paths: readonly string[],
    folder: string,
    changed: () => void,
  ): Promise<void> {
    const moves = paths.map((path) => ({ from: joinPath(folder, nameOf(path)), to: path }));
    const outcome = await this.changer.moveAll(moves);
    changed();
    this.report(outcome, () => this.notices.tell($localize`Moved back.`));
  }

  /** Says what went wrong, if anything; things are then as they were, and the person may try again. */
  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.notices.tellProblem(error);
    }
  }

  private report({ done, failed }: Outcome, success: () => void): void {
    const [first] = failed;
    if (first === undefined) {
      success();
      return;
    }
    if (failed.length === 1 && done.length === 0) this.notices.tellProblem(first.problem);
    else {
      this.notices.tell(
        $localize`${done.length}:done: done, ${failed.length}:failed: not. “${nameOf(first.path)}:name:”: ${first.problem.detail}:reason:`,
      );
    }
  }

  private async askName(question: NameQuestion): Promise<boolean> {
    const { NameDialog } = await import('../ui/name-dialog');
    let saved = false;
    const data: NameQuestion = {
      ...question,
      save: async (name) => {
        await question.save(name);
        saved = true;
      },
    };
    const opened = this.dialogs.open(NameDialog, { data, width: '420px' });
    await firstValueFrom(opened.afterClosed());
    return saved;
  }
}

function deleteQuestion(entries: readonly Named[]) {
  const names = entries.map(({ name, type }) => (type === 'folder' ? `${name}/` : name));
  const folders = entries.filter(({ type }) => type === 'folder').length;
  const [only] = names;
  return {
    heading:
      names.length === 1 && only !== undefined
        ? $localize`Delete “${only}:name:”?`
        : $localize`Delete ${names.length}:count: items?`,
    text:
      folders === 0
        ? $localize`The originals go, with every variant made of them. Their addresses stop working. This can’t be undone.`
        : $localize`Everything in the folders goes too, with every variant made of it. The addresses stop working. This can’t be undone.`,
    names: names.length === 1 ? [] : names,
    action: names.length === 1 ? $localize`Delete` : $localize`Delete ${names.length}:count: items`,
  };
}
