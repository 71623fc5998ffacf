import { Component, computed, inject, input, LOCALE_ID, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { getAssetMetadataResource } from '../api/storage/storage.resource';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { CopyButton } from '../ui/copy-button';
import { formatDuration } from '../ui/duration';
import { formatBytes } from '../ui/file-size';
import { Icon } from '../ui/icon';
import { formatMoment } from '../ui/time-ago';
import { AssetActions } from './asset-actions';
import { AssetChanger } from './asset-changer';
import { AssetPreview } from './asset-preview';
import { AssetVariants } from './asset-variants';
import { deliveryUrl, encodePath, nameOf } from './asset-urls';
import { kindOf } from './media-kind';
import { SignedAddress } from './signed-address';
import { TagEditor } from './tag-editor';

/** Everything known of an asset, and what can be done with it. */
@Component({
  selector: 'app-asset-panel',
  imports: [
    AssetPreview,
    AssetVariants,
    CopyButton,
    Icon,
    MatButton,
    MatIconButton,
    MatMenuModule,
    ProblemNotice,
    RouterLink,
    SignedAddress,
    TagEditor,
  ],
  host: {
    role: 'complementary',
    '[attr.aria-label]': 'name()',
    '(keydown.escape)': 'closed.emit()',
  },
  templateUrl: './asset-panel.html',
  styleUrl: './asset-panel.scss',
})
export class AssetPanel {
  readonly path = input.required<string>();

  readonly closed = output();
  /** Something about the asset is other than before. */
  readonly changed = output();
  readonly renamed = output();
  readonly moved = output();
  readonly deleted = output();

  private readonly changer = inject(AssetChanger);
  private readonly notices = inject(Notices);
  private readonly locale = inject(LOCALE_ID);

  protected readonly actions = inject(AssetActions);
  protected readonly metadata = getAssetMetadataResource(computed(() => encodePath(this.path())));
  protected readonly asset = computed(() =>
    this.metadata.hasValue() ? this.metadata.value() : undefined,
  );
  protected readonly name = computed(() => nameOf(this.path()));
  protected readonly kind = computed(() => kindOf(this.asset()?.contentType ?? ''));
  protected readonly facts = computed(() => this.describe());
  protected readonly urls = computed(() => {
    const version = this.asset()?.version;
    const plain = location.origin + deliveryUrl(this.path());
    return [
      { label: $localize`Address`, url: plain },
      ...(version === undefined
        ? []
        : [
            {
              label: $localize`For ever (these bytes)`,
              url: location.origin + deliveryUrl(this.path(), '', version),
            },
          ]),
    ];
  });

  protected async setTags(tags: readonly string[]): Promise<void> {
    await this.update({ tags: [...tags] });
  }

  protected async toggleVisibility(): Promise<void> {
    const visibility = this.asset()?.visibility === 'private' ? 'public' : 'private';
    if (!(await this.update({ visibility }))) return;
    this.notices.tell(
      visibility === 'private'
        ? $localize`Private: only signed-in people, keys and signed addresses get it.`
        : $localize`Public: everybody who has the address gets it.`,
    );
  }

  protected async duplicate(): Promise<void> {
    await this.actions.duplicate(this.path(), () => this.changed.emit());
  }

  /** Whether it succeeded. */
  private async update(changes: Parameters<AssetChanger['update']>[1]): Promise<boolean> {
    const path = this.path();
    const before = this.asset();
    if (before === undefined) return false;
    const { tags = before.tags, visibility = before.visibility } = changes;
    this.metadata.set({ ...before, tags, visibility });
    try {
      await this.changer.update(path, changes);
      this.changed.emit();
      return true;
    } catch (error) {
      // What was shown ahead is taken back, unless another asset is shown by now.
      if (this.path() === path) this.metadata.set(before);
      this.notices.tellProblem(error);
      return false;
    }
  }

  /** In a unit of its own size and to the byte; a few bytes are told once. */
  private measure(bytes: number): string {
    const exact = `${bytes.toLocaleString(this.locale)} B`;
    return bytes < 1000 ? exact : `${formatBytes(bytes)} (${exact})`;
  }

  private describe(): readonly { readonly label: string; readonly value: string }[] {
    const asset = this.asset();
    if (asset === undefined) return [];
    const { width, height, duration, codec, fps, frames = 1, audio } = asset;
    const lines: readonly (readonly [label: string, value: string | undefined])[] = [
      [$localize`Type`, asset.contentType],
      [$localize`Size`, this.measure(asset.size)],
      [$localize`Dimensions`, width && height ? `${width} × ${height}` : undefined],
      [$localize`Duration`, duration === undefined ? undefined : formatDuration(duration)],
      [$localize`Codec`, codec],
      [$localize`Frames a second`, fps === undefined ? undefined : String(fps)],
      [$localize`Sound`, audio === undefined ? undefined : audio ? $localize`yes` : $localize`no`],
      [$localize`Frames`, frames > 1 ? String(frames) : undefined],
      [$localize`Transparency`, asset.hasAlpha === true ? $localize`yes` : undefined],
      [$localize`Stored`, formatMoment(asset.createdAt, this.locale)],
      [$localize`Changed`, formatMoment(asset.updatedAt, this.locale)],
      [$localize`Version`, asset.version],
    ];
    return lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
  }
}
