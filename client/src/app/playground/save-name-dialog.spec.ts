import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { SaveNameDialog, type SaveQuestion } from './save-name-dialog';

describe('SaveNameDialog', () => {
  it('saves a name only when it keeps the rules, and says which one it replaces', async () => {
    const saved: string[] = [];
    let closed = 0;
    const card = { name: 'card', transformation: 'w_40', updatedAt: '' };
    const question: SaveQuestion = {
      transformation: 'w_50',
      name: '',
      find: (name) => (name === card.name ? card : undefined),
      save: (name) => {
        saved.push(name);
        return Promise.resolve();
      },
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: MAT_DIALOG_DATA, useValue: question },
        { provide: MatDialogRef, useValue: { close: () => (closed += 1) } },
      ],
    });
    const fixture = TestBed.createComponent(SaveNameDialog);
    const host = fixture.nativeElement as HTMLElement;
    const type = async (name: string) => {
      const field = host.querySelector('input');
      if (field === null) throw new Error('There is no field.');
      field.value = name;
      field.dispatchEvent(new Event('input'));
      await fixture.whenStable();
    };
    const submit = async () => {
      host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await fixture.whenStable();
    };
    await fixture.whenStable();
    await type('true');
    await submit();
    expect(saved).toEqual([]);
    await type('card');
    expect(host.querySelector('.replaced')?.textContent).toContain('w_40');
    await submit();
    expect(saved).toEqual(['card']);
    expect(closed).toBe(1);
  });
});
