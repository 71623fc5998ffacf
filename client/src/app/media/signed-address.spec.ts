import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { SignedAddress } from './signed-address';

const button = (host: HTMLElement) => host.querySelector('button');

describe('SignedAddress', () => {
  it('shows no address of an asset that was left, nor for a time not chosen', async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    const http = TestBed.inject(HttpTestingController);
    const fixture = TestBed.createComponent(SignedAddress);
    const host: unknown = fixture.nativeElement;
    if (!(host instanceof HTMLElement)) throw new Error('no element');
    const answer = async (url: string) => {
      http.expectOne('/sign').flush({ url });
      await fixture.whenStable();
    };
    fixture.componentRef.setInput('path', 'a.jpg');
    await fixture.whenStable();

    button(host)?.click();
    fixture.componentRef.setInput('path', 'b.jpg');
    await answer('/authenticated/a.jpg');
    expect(host.textContent).not.toContain('a.jpg');

    button(host)?.click();
    await answer('/authenticated/b.jpg');
    expect(host.textContent).toContain('b.jpg');

    const choice = host.querySelector('select');
    if (choice === null) throw new Error('no choice of a time');
    choice.selectedIndex = 1;
    choice.dispatchEvent(new Event('change'));
    await fixture.whenStable();
    expect(host.textContent).not.toContain('b.jpg');
  });
});
