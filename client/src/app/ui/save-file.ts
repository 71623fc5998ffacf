/** Has the browser save bytes as a file. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  saveUrl(url, name);
  URL.revokeObjectURL(url);
}

/** Has the browser save what an address gives. */
export function saveUrl(url: string, name = ''): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
