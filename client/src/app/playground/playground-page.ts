import {
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { Location } from '@angular/common';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { ActivatedRoute, Router } from '@angular/router';
import { describeTransformationsResource } from '../api/delivery/delivery.resource';
import type { NamedTransformationDto } from '../api/model/namedTransformationDto';
import type { TransformationParameter } from '../api/model/transformationParameter';
import { StorageService } from '../api/storage/storage.service';
import { deliveryUrl, encodePath, nameOf } from '../media/asset-urls';
import { kindOf } from '../media/media-kind';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { CopyButton } from '../ui/copy-button';
import { FileSizePipe } from '../ui/file-size';
import { Icon } from '../ui/icon';
import { PageHeader } from '../ui/page-header';
import { AssetChoice } from './asset-choice';
import { NamedStep } from './named-step';
import { NamedTransformations } from './named-transformations';
import { NamedTransformationsStore } from './named-transformations-store';
import { GROUPS, OTHER_GROUP } from './parameter-kinds';
import { ParameterControl } from './parameter-control';
import { PreviewStore } from './preview-store';
import { snippetsOf } from './snippets';
import { readAddress, readSteps, withValue, writeSteps, type Step } from './steps';
import { nameIn, stepOf, writeOut } from './transformation-names';

const NO_STEP: Step = new Map();
/** The original in a format and a size that every browser can show. */
const ORIGINAL = 'w_1200,h_1200,c_limit,f_webp';

/** Builds a transformation by its controls, and shows what it makes, what it costs and how to use it. */
@Component({
  selector: 'app-playground-page',
  imports: [
    AssetChoice,
    CopyButton,
    FileSizePipe,
    Icon,
    MatButton,
    MatIconButton,
    NamedStep,
    NamedTransformations,
    PageHeader,
    ParameterControl,
    ProblemNotice,
  ],
  providers: [NamedTransformationsStore, PreviewStore],
  templateUrl: './playground-page.html',
  styleUrl: './playground-page.scss',
})
export class PlaygroundPage {
  /** The asset, from the address. */
  readonly path = input('', { transform: (value: string | undefined) => value ?? '' });
  /** The transformation, from the address. */
  readonly t = input('', { transform: (value: string | undefined) => value ?? '' });

  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly route = inject(ActivatedRoute);
  private readonly notices = inject(Notices);
  protected readonly preview = inject(PreviewStore);
  protected readonly names = inject(NamedTransformationsStore);
  protected readonly language = describeTransformationsResource();
  private readonly storage = inject(StorageService);
  private readonly metadata = rxResource({
    params: () => (this.path() === '' ? undefined : encodePath(this.path())),
    stream: ({ params }) => this.storage.getAssetMetadata(params),
  });

  protected readonly steps = linkedSignal<readonly Step[]>(() => {
    const steps = readSteps(this.t());
    return steps.length === 0 ? [NO_STEP] : steps;
  });
  protected readonly current = linkedSignal({
    source: () => this.steps().length,
    computation: (count: number, before?: { readonly value: number }) =>
      Math.min(before?.value ?? 0, count - 1),
  });
  protected readonly step = computed(() => this.steps()[this.current()] ?? NO_STEP);
  protected readonly transformation = computed(() => writeSteps(this.steps()));
  protected readonly nameIn = nameIn;
  /** The name that the step calls. */
  protected readonly name = computed(() => nameIn(this.step()) ?? '');
  private readonly writtenSteps = computed(() => writeOut(this.steps(), this.names.all() ?? []));
  /** The transformation without names. */
  protected readonly written = computed(() => writeSteps(this.writtenSteps()));
  protected readonly asset = computed(() =>
    this.metadata.hasValue() ? this.metadata.value() : undefined,
  );
  protected readonly missing = computed(() => this.metadata.error());
  protected readonly isVideo = computed(() => kindOf(this.asset()?.contentType ?? '') === 'video');
  protected readonly url = computed(() =>
    this.path() === '' ? '' : deliveryUrl(this.path(), this.transformation()),
  );
  protected readonly effects = computed(() =>
    this.language.hasValue()
      ? this.language.value().effects.filter(({ available }) => available)
      : [],
  );
  private readonly parameters = computed(() =>
    this.language.hasValue()
      ? this.language.value().parameters.filter(({ available }) => available)
      : [],
  );
  private readonly keys = computed(
    () => new Set(this.parameters().flatMap(({ key, aliases }) => [key, ...aliases])),
  );
  /** The address is good for the administrator alone, until it calls a name. */
  protected readonly isReserved = computed(
    () =>
      this.language.hasValue() &&
      this.language.value().onlyNames &&
      this.steps().some((step) => step.size > 0 && nameIn(step) === undefined),
  );
  protected readonly groups = computed(() => this.group());
  protected readonly size = signal<{ readonly width: number; readonly height: number } | undefined>(
    undefined,
  );
  /** How the result's bytes compare to the original's. */
  protected readonly change = computed(() => {
    const [before, after] = [this.asset()?.size, this.preview.result()?.bytes];
    if (before === undefined || after === undefined || before === 0) return undefined;
    const percent = Math.round((after / before - 1) * 100);
    return { text: `${percent > 0 ? '+' : ''}${percent} %`, tone: percent > 0 ? 'warn' : 'ok' };
  });
  /** The original is shown instead of the result, to compare them. */
  protected readonly comparing = linkedSignal({ source: this.url, computation: () => false });
  protected readonly original = computed(() =>
    deliveryUrl(this.path(), ORIGINAL, this.asset()?.version),
  );
  protected readonly copyable = computed(() => window.location.origin + this.url());
  protected readonly snippets = computed(() => this.write());
  protected readonly snippet = signal(1);
  protected readonly pasted = signal<'no' | 'bad'>('no');

  constructor() {
    effect(() => {
      const url = this.asset() === undefined ? '' : this.url();
      // A name that comes to mean something else is asked for again.
      this.written();
      untracked(() => void this.preview.show(url));
    });
  }

  protected choose(path: string): void {
    this.go({ path, t: this.transformation() || null });
  }

  protected set(key: string, value: string): void {
    const next = this.steps().map((step, index) =>
      index === this.current() ? withValue(step, key, value) : step,
    );
    this.steps.set(next);
    this.remember();
  }

  protected addStep(): void {
    this.steps.update((steps) => [...steps, NO_STEP]);
    this.current.set(this.steps().length - 1);
  }

  protected removeStep(index: number): void {
    const left = this.steps().filter((_, at) => at !== index);
    this.steps.set(left.length === 0 ? [NO_STEP] : left);
    this.remember();
  }

  protected reset(): void {
    this.steps.set([NO_STEP]);
    this.remember();
  }

  /** Uses a name instead of what is there, which can be had back for a while. */
  protected use(name: string): void {
    this.replaceBy([stepOf(name)]);
  }

  /** Shows what a name stands for, to change it. */
  protected edit({ transformation }: NamedTransformationDto): void {
    this.replaceBy(readSteps(transformation));
  }

  /** Puts what names stand for in their place. */
  protected writeNamesOut(): void {
    this.steps.set(this.writtenSteps());
    this.remember();
  }

  /** Takes a pasted or edited address apart. */
  protected paste(text: string): void {
    const address = readAddress(text, this.keys());
    this.pasted.set(address === undefined ? 'bad' : 'no');
    if (address === undefined) return;
    this.steps.set(address.steps.length === 0 ? [NO_STEP] : address.steps);
    this.go({ path: address.path, t: writeSteps(address.steps) || null });
  }

  /** What the server says against a parameter. */
  protected wrong(key: string): string {
    const violations = this.preview.error()?.violations ?? [];
    return violations.find(({ parameter }) => parameter === key)?.message ?? '';
  }

  protected measure(image: HTMLImageElement): void {
    this.size.set({ width: image.naturalWidth, height: image.naturalHeight });
  }

  private replaceBy(steps: readonly Step[]): void {
    const before = this.steps();
    const isLost = !['', writeSteps(steps)].includes(this.transformation());
    this.steps.set(steps);
    this.current.set(0);
    this.remember();
    if (!isLost) return;
    this.notices.tellWithUndo($localize`The transformation is another one now.`, () => {
      this.steps.set(before);
      this.remember();
    });
  }

  /** Keeps the address up to date without a navigation: its end would undo what was typed meanwhile. */
  private remember(): void {
    const tree = this.router.createUrlTree([], {
      relativeTo: this.route,
      queryParams: { path: this.path() || null, t: this.transformation() || null },
    });
    this.location.replaceState(this.router.serializeUrl(tree));
  }

  private group() {
    const kind = this.isVideo() ? ['video', 'poster'] : ['image'];
    const fitting = this.parameters().filter(({ appliesTo }) =>
      appliesTo.some((one) => kind.includes(one)),
    );
    const named = GROUPS.map(({ name, keys }) => ({
      name,
      parameters: keys.flatMap((key) => fitting.filter((one) => one.key === key)),
    }));
    const known = new Set(GROUPS.flatMap(({ keys }) => keys));
    const others: readonly TransformationParameter[] = fitting.filter(({ key }) => !known.has(key));
    return [...named, { name: OTHER_GROUP, parameters: others }].filter(
      ({ parameters }) => parameters.length > 0,
    );
  }

  private write() {
    const path = this.path();
    if (path === '') return [];
    const steps = this.steps();
    const last = steps.length - 1;
    const isNamed = steps.some((step) => nameIn(step) !== undefined);
    const scaledTo = (width: number) => {
      const scaled = steps.map((step, index) =>
        index === last ? withValue(withValue(step, 'h', ''), 'w', String(width)) : step,
      );
      return window.location.origin + deliveryUrl(path, writeSteps(scaled));
    };
    return snippetsOf({
      url: window.location.origin + this.url(),
      isVideo: this.preview.result()?.contentType.startsWith('video/') ?? this.isVideo(),
      name: nameOf(path),
      width: this.size()?.width,
      height: this.size()?.height,
      urlAt: isNamed ? undefined : scaledTo,
    });
  }

  private go(queryParams: Readonly<Record<string, string | null>>): void {
    void this.router.navigate([], { queryParams });
  }
}
