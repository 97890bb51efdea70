/** The element with this id. Throws Error when the page and the script do not fit together. */
export function byId<T extends Element = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element #${id}`);
  return element as unknown as T;
}

/** Sets the text when it differs, so that nothing is laid out or read aloud without need. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
