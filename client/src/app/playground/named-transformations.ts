import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import type { NamedTransformationDto } from '../api/model/namedTransformationDto';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { Confirm } from '../ui/confirm';
import { Icon } from '../ui/icon';
import { NamedTransformationsStore } from './named-transformations-store';
import type { SaveQuestion } from './save-name-dialog';

/** As many as one looks through; further ones are found by typing. */
const SHOWN = 50;
/** From how many on a field to find them is shown. */
const FEW = 8;

/** The transformations that have names: saves the present one, and lets one be used, edited or deleted. */
@Component({
  selector: 'app-named-transformations',
  imports: [Icon, MatButton, MatIconButton, ProblemNotice],
  templateUrl: './named-transformations.html',
  styleUrl: './named-transformations.scss',
})
export class NamedTransformations {
  /** The present transformation without names in it; empty when there is none. */
  readonly transformation = input.required<string>();
  /** The name that is used at present; empty for none. */
  readonly used = input('');
  /** A name is to be used. */
  readonly chosen = output<string>();
  /** What a name stands for is to be changed. */
  readonly opened = output<NamedTransformationDto>();

  protected readonly store = inject(NamedTransformationsStore);
  private readonly dialogs = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);

  /** The name a transformation was opened by; offered when it is saved again. */
  private readonly edited = signal('');
  protected readonly search = signal('');
  protected readonly isLong = computed(() => (this.store.all()?.length ?? 0) > FEW);
  private readonly found = computed(() => {
    const part = this.search().toLowerCase();
    return (this.store.all() ?? []).filter(({ name }) => name.toLowerCase().includes(part));
  });
  protected readonly listed = computed(() => this.found().slice(0, SHOWN));
  protected readonly more = computed(() => this.found().length - this.listed().length);

  protected open(one: NamedTransformationDto): void {
    this.edited.set(one.name);
    this.opened.emit(one);
  }

  protected async save(): Promise<void> {
    const { SaveNameDialog } = await import('./save-name-dialog');
    const transformation = this.transformation();
    const data: SaveQuestion = {
      transformation,
      name: this.edited(),
      find: (name) => this.store.find(name),
      save: async (name) => {
        await this.store.save(name, transformation);
        this.notices.tell($localize`Saved as “${name}:name:”.`);
        this.chosen.emit(name);
      },
    };
    this.dialogs.open(SaveNameDialog, { data, width: '480px' });
  }

  protected async delete({ name, transformation }: NamedTransformationDto): Promise<void> {
    const agreed = await this.confirm.ask({
      heading: $localize`Delete “${name}:name:”?`,
      text: $localize`URLs that say it are refused from then on. It stands for:`,
      names: [transformation],
      action: $localize`Delete the name`,
    });
    if (!agreed) return;
    try {
      await this.store.delete(name);
      this.notices.tell($localize`“${name}:name:” is deleted.`);
    } catch (error) {
      this.notices.tellProblem(error);
    }
  }
}
