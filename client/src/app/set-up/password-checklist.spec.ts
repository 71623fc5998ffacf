import { TestBed } from '@angular/core/testing';
import { PasswordChecklist } from './password-checklist';

describe('PasswordChecklist', () => {
  it('ticks rules off while one types', async () => {
    const fixture = TestBed.createComponent(PasswordChecklist);
    fixture.componentRef.setInput('password', 'abc');
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    const kept = () => host.querySelectorAll('li.kept').length;
    const few = kept();
    fixture.componentRef.setInput('password', 'Correct-Horse-7');
    fixture.componentRef.setInput('email', 'ada@example.com');
    await fixture.whenStable();
    expect(few).toBeLessThan(kept());
    expect(kept()).toBe(host.querySelectorAll('li').length);
  });
});
