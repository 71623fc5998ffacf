import { computed, inject, Service } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { NamedTransformationDto } from '../api/model/namedTransformationDto';
import { listNamedTransformationsResource } from '../api/storage/storage.resource';
import { StorageService } from '../api/storage/storage.service';

/** The transformations that have names. */
@Service({ autoProvided: false })
export class NamedTransformationsStore {
  private readonly api = inject(StorageService);
  private readonly resource = listNamedTransformationsResource();

  readonly error = this.resource.error;
  /** In the order of their names; undefined until they are known. */
  readonly all = computed(() =>
    this.resource.hasValue() ? this.resource.value().transformations : undefined,
  );

  reload(): void {
    this.resource.reload();
  }

  find(name: string): NamedTransformationDto | undefined {
    return this.all()?.find((one) => one.name === name);
  }

  /** Gives a transformation a name; one that has it already loses it. */
  async save(name: string, transformation: string): Promise<void> {
    await firstValueFrom(this.api.saveNamedTransformation(name, { transformation }));
    this.reload();
  }

  /** Deletes a name; the list is read again even if somebody else was first. */
  async delete(name: string): Promise<void> {
    try {
      await firstValueFrom(this.api.deleteNamedTransformation(name));
    } finally {
      this.reload();
    }
  }
}
