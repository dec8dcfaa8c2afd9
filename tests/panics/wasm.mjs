// A WebAssembly module, as far as it takes to see which functions call which, and with which constants.

// What stands behind an opcode, where that is anything: how to skip it.
const u = (r) => r.unsigned();
const uu = (r) => (r.unsigned(), r.unsigned());
const memory = (r) => {
  if (r.unsigned() & 64) r.unsigned();
  r.unsigned();
};
const table = (r) => {
  for (let left = r.unsigned() + 1; left > 0; left--) r.unsigned();
};
const types = (r) => {
  for (let left = r.unsigned(); left > 0; left--) r.unsigned();
};
const behind = new Map([
  ...[0x02, 0x03, 0x04, 0xd0].map((code) => [code, (r) => r.signed()]),
  ...[0x0c, 0x0d, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0xd2].map((code) => [code, u]),
  ...[0x11, 0x13].map((code) => [code, uu]),
  ...Array.from({ length: 0x3e - 0x28 + 1 }, (_, n) => [0x28 + n, memory]),
  [0x0e, table],
  [0x1c, types],
  [0x42, (r) => r.signed()],
  [0x43, (r) => (r.at += 4)],
  [0x44, (r) => (r.at += 8)],
]);
const plain = (code) => code <= 0x01 || [0x05, 0x0b, 0x0f, 0x1a, 0x1b, 0xd1].includes(code) || (code >= 0x45 && code <= 0xc4);
// After 0xfc: how many numbers follow.
const numbers = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

const UNREACHABLE = 0x00;
const CALL = 0x10;
const RETURN_CALL = 0x12;
const I32_CONST = 0x41;
const MANY = 0xfc;

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    if (this.at >= this.bytes.length) throw new Error("the module ends too early");
    return this.bytes[this.at++];
  }
  unsigned() {
    let [value, shift] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
      shift *= 128;
    }
  }
  signed() {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      shift += 7n;
      if (byte < 128) return byte & 64 ? value - (1n << shift) : value;
    }
  }
  text() {
    const length = this.unsigned();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
}

/** The calls of a function, each with the constants before it, latest first; and how many other instructions end it for good. */
function body(reader, end) {
  for (let groups = reader.unsigned(); groups > 0; groups--) (reader.unsigned(), reader.unsigned());
  const calls = [];
  let [constants, traps, afterCall] = [[], 0, false];
  while (reader.at < end) {
    const code = reader.byte();
    if (code === I32_CONST) {
      constants.unshift(Number(BigInt.asUintN(32, reader.signed())));
      continue;
    }
    if (code === UNREACHABLE && !afterCall) traps++;
    afterCall = code === CALL || code === RETURN_CALL;
    if (afterCall) {
      calls.push({ callee: reader.unsigned(), constants: constants.slice(0, 6) });
      constants = [];
    } else if (code === MANY) {
      const which = reader.unsigned();
      if (which >= numbers.length) throw new Error(`instruction 0xfc ${which} is not known`);
      for (let left = numbers[which]; left > 0; left--) reader.unsigned();
    } else if (behind.has(code)) {
      behind.get(code)(reader);
    } else if (!plain(code)) {
      throw new Error(`instruction 0x${code.toString(16)} is not known`);
    }
  }
  return { calls, traps };
}

/** Reads a module: its functions with their names and calls, and what lies in its memory at first. */
export function readModule(bytes) {
  const reader = new Reader(bytes, 8);
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) !== 0x0061736d) throw new Error("no WebAssembly");
  const [functions, names, data] = [[], new Map(), []];
  let imported = 0;
  while (reader.at < bytes.length) {
    const [id, size] = [reader.byte(), reader.unsigned()];
    const end = reader.at + size;
    if (id === 0) readNames(reader, end, names);
    if (id === 2) imported = countImports(reader);
    if (id === 10) {
      for (let left = reader.unsigned(); left > 0; left--) {
        const length = reader.unsigned();
        const until = reader.at + length;
        functions.push(body(reader, until));
      }
    }
    if (id === 11) readData(reader, data);
    reader.at = end;
  }
  const name = (index) => names.get(index) ?? `function ${index}`;
  return {
    functions: functions.map((one, place) => ({ ...one, name: name(imported + place) })),
    name,
    memory: (at, length) => {
      const segment = data.find(({ from, bytes }) => at >= from && at + length <= from + bytes.length);
      return segment?.bytes.subarray(at - segment.from, at - segment.from + length);
    },
  };
}

function readNames(reader, end, names) {
  if (reader.text() !== "name") return;
  while (reader.at < end) {
    const [id, size] = [reader.byte(), reader.unsigned()];
    const until = reader.at + size;
    if (id === 1) for (let left = reader.unsigned(); left > 0; left--) names.set(reader.unsigned(), reader.text());
    reader.at = until;
  }
}

function countImports(reader) {
  let functions = 0;
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === 0) (functions++, reader.unsigned());
    else if (kind === 1) (reader.signed(), limits(reader));
    else if (kind === 2) limits(reader);
    else if (kind === 3) (reader.signed(), reader.byte());
    else (reader.byte(), reader.unsigned());
  }
  return functions;
}

function limits(reader) {
  if (reader.byte() & 1) reader.unsigned();
  reader.unsigned();
}

function readData(reader, data) {
  for (let left = reader.unsigned(); left > 0; left--) {
    const kind = reader.unsigned();
    if (kind === 2) reader.unsigned();
    let from = Number.NaN;
    if (kind !== 1) {
      if (reader.byte() === I32_CONST) from = Number(BigInt.asUintN(32, reader.signed()));
      else throw new Error("a segment of data is placed by something other than a number");
      reader.byte();
    }
    const length = reader.unsigned();
    data.push({ from, bytes: reader.bytes.subarray(reader.at, reader.at + length) });
    reader.at += length;
  }
}
