import { snippetsOf } from './snippets';

describe('snippets', () => {
  const subject = {
    url: 'https://a.example/t/w_400/x.jpg?a=1&b="2"',
    isVideo: false,
    name: `it's <b>.jpg`,
    width: 400,
    height: 300,
    urlAt: (width: number) => `https://a.example/t/w_${width}/x.jpg`,
  };

  it('offer wider sources and the size in HTML, escaped', () => {
    const html = snippetsOf(subject).find(({ name }) => name === 'HTML')?.code ?? '';
    expect(html).toContain('w_800/x.jpg 800w');
    expect(html).toContain('width="400"');
    expect(html).toContain('&amp;b=&quot;2&quot;');
    expect(html).not.toContain('<b>');
  });

  it('quote names for the shell', () => {
    const curl = snippetsOf(subject).find(({ name }) => name === 'curl')?.code ?? '';
    expect(curl).toContain(`'it'\\''s <b>.jpg'`);
  });

  it('say the address as it is where a name says the width', () => {
    const url = 'https://a.example/t/t_card/x.jpg';
    const written = snippetsOf({ ...subject, url, urlAt: undefined });
    expect(written.map(({ code }) => code).every((code) => code.includes(url))).toBe(true);
    expect(written.find(({ name }) => name === 'HTML')?.code).not.toContain('srcset');
  });

  it('show a video as a video', () => {
    const names = snippetsOf({ ...subject, isVideo: true }).map(({ name }) => name);
    expect(names).toEqual(['URL', 'HTML', 'curl']);
  });
});
