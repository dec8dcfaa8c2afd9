// Short names for what the program and its JavaScript call each other. wasm-bindgen's have a hash each, which nothing
// compresses: 4 KiB of the page (docs/decisions/0002).

const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;
const HEADER = 8;

/// wasm-bindgen's own names: they stand in its JavaScript and nowhere else.
const LONG = /^(__wbg_|__wbindgen_|wasm_bindgen_)/;

/// The program and its JavaScript, with short names.
export function shorten(wasm, script) {
  const names = new Map();
  const short = (name) => {
    if (!LONG.test(name)) return name;
    if (!names.has(name)) names.set(name, `$${names.size.toString(36)}`);
    return names.get(name);
  };
  const renamed = [wasm.subarray(0, HEADER)];
  const input = reader(wasm, HEADER);
  while (input.more()) {
    const [id, content] = [input.byte(), input.bytes(input.number())];
    const section = id === IMPORTS ? imports(content, short) : id === EXPORTS ? exports(content, short) : content;
    renamed.push(Buffer.from([id]), number(section.length), section);
  }
  return { wasm: Buffer.concat(renamed), script: script.replaceAll(/[\w$]+/g, (word) => names.get(word) ?? word) };
}

function imports(content, short) {
  const input = reader(content, 0);
  const entry = () => {
    const [module, name, kind] = [input.text(), input.text(), input.byte()];
    if (kind !== FUNCTION) throw new Error(`${name} is imported and no function`);
    return [text(module), text(short(name)), Buffer.from([kind]), number(input.number())];
  };
  return list(input, entry);
}

function exports(content, short) {
  const input = reader(content, 0);
  const entry = () => [text(short(input.text())), Buffer.from([input.byte()]), number(input.number())];
  return list(input, entry);
}

function list(input, entry) {
  const count = input.number();
  const entries = Array.from({ length: count }, entry);
  return Buffer.concat([number(count), ...entries.flat()]);
}

function reader(content, start) {
  let at = start;
  const byte = () => content[at++];
  const bytes = (length) => content.subarray(at, (at += length));
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const next = byte();
      value += (next & 127) * 2 ** shift;
      if (next < 128) return value;
    }
  };
  return { byte, bytes, number, text: () => bytes(number()).toString(), more: () => at < content.length };
}

/// A number in LEB128.
function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

function text(value) {
  return Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
}
