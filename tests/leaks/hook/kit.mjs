// What every vector is given. The functions of these files are written out as text and run in the page under attack:
// none may use anything but its argument and what a page has.

/** Makes the argument of a vector from what the test planted: `{ word, address, own }`. */
export function kitOf({ word, address, own }) {
  const name = `${word}.away.test`;
  const kit = {
    word,
    address,
    name,
    /** Another server, told by its name already. */
    away: (path = "") => `http://${name}/${word}${path}`,
    awayTls: (path = "") => `https://${name}/${word}${path}`,
    awaySocket: (path = "") => `ws://${name}/${word}${path}`,
    /** The server that the widget came from. */
    own: (path = "") => `${own}/take/${word}${path}`,
    ownPage: (path) => `${own}/${path}`,
    make(tag, attributes = {}, parent = document.body) {
      const [kind, local] = tag.includes(":") ? tag.split(":") : ["html", tag];
      const spaces = { html: "http://www.w3.org/1999/xhtml", svg: "http://www.w3.org/2000/svg", math: "http://www.w3.org/1998/Math/MathML" };
      const element = document.createElementNS(spaces[kind], local);
      for (const [key, value] of Object.entries(attributes)) {
        if (key === "text") element.textContent = value;
        else if (key.startsWith("xlink:")) element.setAttributeNS("http://www.w3.org/1999/xlink", key, value);
        else element.setAttribute(key, value);
      }
      parent?.append(element);
      return element;
    },
    /** In the head, where some elements have to be. */
    head: (tag, attributes) => kit.make(tag, attributes, document.head),
    /** An SVG picture in the page with this in it. */
    svg(tag, attributes) {
      const picture = kit.make("svg:svg", { width: "200", height: "200" });
      return kit.make(tag, attributes, picture);
    },
    /** Under the next click, whatever lies there. */
    cover(element) {
      element.style.cssText = "position:fixed;inset:0;width:100vw;height:100vh;display:block;z-index:2147483647;opacity:0.99";
      return element;
    },
    /** A style sheet by every door that may be open: element, rule of another, constructed. Its bait is no other sheet's. */
    css(given) {
      const text = given.replaceAll(".bait", `.bait.${word}`);
      const doors = [
        () => kit.head("style", { text }),
        () => { for (const sheet of document.styleSheets) sheet.insertRule(text, 0); },
        () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        },
      ];
      for (const door of doors) try { door(); } catch { /* shut */ }
      return kit.make("div", { class: `bait ${word}`, text: "bait" });
    },
    blob: (text, type = "text/javascript") => URL.createObjectURL(new Blob([text], { type })),
    data: (text, type = "text/javascript") => `data:${type},${encodeURIComponent(text)}`,
    frame: (attributes) => kit.make("iframe", attributes),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  };
  return kit;
}

/** Runs in the page: waits for what the test plants, `{ own, list }`, and tries it at the first click, or at once where there is none. */
export function attack(vectors, kitOf) {
  const said = globalThis.farthingTried = {};
  const tryAll = ({ own, list }) => {
    for (const { vector, word, address } of list) {
      const shut = (error) => { said[vector] = String(error); };
      said[vector] = "tried";
      try {
        Promise.resolve(vectors[vector](kitOf({ word, address, own }))).catch(shut);
      } catch (error) {
        shut(error);
      }
    }
  };
  globalThis.farthingHook = true;
  const take = () => {
    const planted = globalThis.farthingVectors;
    globalThis.farthingVectors = undefined;
    return planted;
  };
  if (typeof document === "undefined") {
    setInterval(() => {
      const planted = take();
      if (planted) tryAll(planted);
    }, 20);
    return;
  }
  addEventListener("click", (event) => {
    const planted = take();
    if (!planted) return;
    // Whatever the page itself has under the pointer is left alone; a second click is the vector's.
    event.stopImmediatePropagation();
    event.preventDefault();
    tryAll(planted);
  }, true);
}

/** Whether a vector leaves the page as it is, so that others may be tried in the same one. */
export const isQuiet = (run) => !/cover\(|location|reload\(|document\.write|"base"|(?<!r\.)\bopen\(|ubmit\(|click|showModal|history|top\b|\bparent\.|window\.name|importmap|adoptNode|frameset|requestWindow|\.show\(|navigation|domain|setInterval|requestPermission/.test(String(run));

/** The text of the hook: the vectors, and what runs them. */
export function hookText(vectors) {
  const table = Object.entries(vectors).map(([id, run]) => `${JSON.stringify(id)}: ${run}`);
  const text = `(() => {\n${attack}\n${kitOf}\nattack({\n${table.join(",\n")}\n}, kitOf);\n})();\n`;
  // It is written into a script element, which no text in it may end.
  return text.replaceAll("</script", "<\\/script");
}
