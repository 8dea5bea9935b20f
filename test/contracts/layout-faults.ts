/** Returns what lies over something else or outside of *chart*, a sentence each. A pixel is no fault: letters have room around them. Stands alone: it is also sent to other pages. */
export function layoutFaults(chart: Element): string[] {
  // What is seen of *box* in the *pane* that it scrolls in.
  function seen(box: DOMRect, pane: Element | null): DOMRect {
    if (pane === null) return box;
    const { bottom, top } = pane.getBoundingClientRect();
    const [from, to] = [Math.max(box.top, top), Math.min(box.bottom, bottom)];
    return new DOMRect(box.left, from, box.width, Math.max(0, to - from));
  }

  // The box of a line of text without what its face leaves above and below: faces of Chinese leave half a line, and browsers differ in counting it.
  function lettersOf(text: Element): DOMRect {
    const { bottom, height, left, top, width } = text.getBoundingClientRect();
    const spare = text.querySelector('tspan') === null ? Math.max(0, height - 1.2 * parseFloat(getComputedStyle(text).fontSize)) / 2 : 0;
    return new DOMRect(left, top + spare, width, bottom - top - 2 * spare);
  }

  const host = chart.getBoundingClientRect();
  const texts = [...chart.shadowRoot!.querySelectorAll('.plot svg text, .title, .summary, .toolbar button:not(.menu *), .legend li, .notes li')]
    .map((element) => {
      // A block is as wide as its place and a button wider than its icon: what is read is inside.
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = seen(element.localName === 'text' ? lettersOf(element) : range.getBoundingClientRect(), element.closest('.pane'));
      return { element, box, text: element.textContent.replaceAll(/\s+/g, ' ').trim() };
    })
    .filter(({ box, text }) => text !== '' && box.width > 0 && box.height > 0);
  const faults: string[] = [];
  for (const { box, text } of texts) {
    if (box.left < host.left - 1.5 || box.right > host.right + 1.5) faults.push(`"${text}" leaves the chart by ${Math.round(Math.max(host.left - box.left, box.right - host.right))} px`);
  }
  for (const [i, one] of texts.entries()) {
    // The box of a turned text is larger than the text.
    if (one.element.hasAttribute('transform')) continue;
    for (const other of texts.slice(i + 1)) {
      if (other.element.hasAttribute('transform')) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 1.5 && down > Math.min(one.box.height, other.box.height) * 0.35) faults.push(`"${one.text}" and "${other.text}" overlap by ${Math.round(across)} x ${Math.round(down)} px`);
    }
  }
  return faults;
}
