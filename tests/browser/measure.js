// Runs inside a copy of the page, in a frame as wide as the screen to test, and tells the frame's owner what it sees.
addEventListener("load", () => {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (element) => {
    const style = getComputedStyle(element);
    const ink = element.closest("svg") ? style.fill : style.color;
    const [low, high] = [luminance(ink), luminance(ground(element))].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const texts = [...document.body.querySelectorAll("*")].filter((e) => own(e) && !e.closest(".unseen, defs, title, script"));
  const size = (e) => parseFloat(getComputedStyle(e).fontSize) * (e.closest("svg") ? e.getScreenCTM().a : 1);
  const seen = (e) => { const box = e.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth + 0.5; };
  const frames = [...document.querySelectorAll(".scroll")];
  const name = (e) => `${e.tagName.toLowerCase()} "${e.textContent.trim().slice(0, 30)}"`;
  frames.forEach((frame) => { frame.scrollLeft = 60; });
  parent.postMessage(JSON.stringify({
    width: innerWidth,
    needed: document.scrollingElement.scrollWidth,
    faint: texts.filter((e) => contrast(e) < 4.5).map((e) => `${name(e)} ${contrast(e).toFixed(2)}`),
    small: texts.filter((e) => size(e) < 9).map((e) => `${name(e)} ${size(e).toFixed(1)}`),
    scrolled: frames.filter((frame) => frame.scrollLeft > 0).length,
    hidden: frames.flatMap((f) => [...f.querySelectorAll("tbody th:first-child, .line")]).filter((e) => !seen(e)).map(name),
    fetched: performance.getEntriesByType("resource").map((entry) => entry.name),
  }), "*");
});
