import { Dictionary, Field, Float64, Int32, Int64, Int8, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, TimestampMillisecond, Utf8, Vector, vectorFromArray } from 'apache-arrow';

const BATCH_ROWS = 65_536;
const ID_BYTES = 18;
const FIRST_MS = Date.UTC(2022, 0, 1);
const SPAN_MS = Date.UTC(2025, 0, 1) - FIRST_MS;

/** What customers do, in the order of a funnel where it is one, and how often. */
export const EVENTS = ['view', 'search', 'cart', 'checkout', 'purchase', 'login', 'support', 'refund'];
const EVENT_SHARES = [0.3, 0.2, 0.13, 0.09, 0.07, 0.11, 0.06, 0.04];
export const STAGES = EVENTS.slice(0, 5);
const SEGMENTS = ['consumer', 'small', 'midmarket', 'enterprise', 'public'];

/** @typedef {'dictionary' | 'utf8' | 'int64'} Ids How customers are told apart in the data. */

/**
 * Orders as typed arrays, a row each. `customer` numbers customers from 0; not all of them have a row.
 * @typedef {{ rows: number, customers: number, customer: Uint32Array, ms: Float64Array, amount: Float64Array, event: Int8Array, score: Int8Array, segment: Int8Array }} Orders
 */

/**
 * Returns made-up orders of 36 months, the same for the same *rows*: a tenth as many customers as rows, of whom some come
 * much oftener than others (lognormal, sigma 1.3), in the order of time or, when *shuffled*, in none.
 * @param {number} rows @param {{ shuffled?: boolean }} [options] @returns {Orders}
 */
export function makeOrders(rows, { shuffled = false } = {}) {
  const random = seeded(rows);
  const customers = Math.max(1, Math.round(rows / 10));
  const draw = weightedDraw(Float64Array.from({ length: customers }, () => Math.exp(1.3 * normal(random))), random);
  const drawEvent = weightedDraw(Float64Array.from(EVENT_SHARES), random);
  /** @type {Orders} */
  const orders = {
    rows, customers, customer: new Uint32Array(rows), ms: new Float64Array(rows), amount: new Float64Array(rows),
    event: new Int8Array(rows), score: new Int8Array(rows), segment: new Int8Array(rows),
  };
  const places = Uint32Array.from({ length: rows }, (_, i) => i);
  if (shuffled) shuffle(places, seeded(rows + 1));
  for (let i = 0; i < rows; i++) {
    const at = places[i] ?? 0;
    orders.customer[at] = draw();
    orders.ms[at] = FIRST_MS + Math.floor(((i + random()) * SPAN_MS) / rows);
    orders.amount[at] = Math.round(100 * Math.exp(3 + normal(random))) / 100;
    orders.event[at] = drawEvent();
    orders.score[at] = Math.min(10, Math.floor(13 * Math.sqrt(random())));
    orders.segment[at] = Math.floor(SEGMENTS.length * random() ** 2);
  }
  return orders;
}

/**
 * Returns *orders* as an Arrow IPC stream in batches of 65,536 rows: `customer` (text of 18 bytes, a dictionary of them, or
 * sparse int64; none where *ids* is null, as in a survey without names), `ts` in milliseconds, `amount`, `event`, `score`, `segment`.
 * @param {Orders} orders @param {Ids | null} ids
 */
export function ordersStream(orders, ids) {
  const words = idWords(orders.customers);
  const texts = ids === null || ids === 'int64' ? null : idTexts(words);
  const eventType = new Dictionary(new Utf8(), new Int8(), 1);
  const segmentType = new Dictionary(new Utf8(), new Int8(), 2);
  const eventNames = vectorFromArray(EVENTS, new Utf8());
  const segmentNames = vectorFromArray(SEGMENTS, new Utf8());
  const customer = ids === null ? null : customerColumn(orders, ids, words, texts);
  const fields = [
    ...(customer === null ? [] : [new Field('customer', customer.type, false)]),
    new Field('ts', new TimestampMillisecond(), false), new Field('amount', new Float64(), false),
    new Field('event', eventType, false), new Field('score', new Int8(), false), new Field('segment', segmentType, false),
  ];
  const schema = new Schema(fields);
  const writer = new RecordBatchStreamWriter();
  for (let from = 0; from < orders.rows; from += BATCH_ROWS) {
    const to = Math.min(orders.rows, from + BATCH_ROWS);
    const children = [
      ...(customer === null ? [] : [customer.data(from, to)]),
      makeData({ type: new TimestampMillisecond(), data: longs(orders.ms, from, to) }),
      makeData({ type: new Float64(), data: orders.amount.slice(from, to) }),
      makeData({ type: eventType, data: orders.event.slice(from, to), dictionary: eventNames }),
      makeData({ type: new Int8(), data: orders.score.slice(from, to) }),
      makeData({ type: segmentType, data: orders.segment.slice(from, to), dictionary: segmentNames }),
    ];
    writer.write(new RecordBatch(schema, makeData({ type: new Struct(fields), length: to - from, nullCount: 0, children })));
  }
  writer.finish();
  return writer.toUint8Array(true);
}

/** @param {Orders} orders @param {Ids} ids @param {Int32Array} words @param {Uint8Array | null} texts */
function customerColumn({ customer, customers }, ids, words, texts) {
  if (ids === 'int64') {
    return {
      type: new Int64(),
      /** @param {number} from @param {number} to */
      data(from, to) {
        const out = new Int32Array(2 * (to - from));
        for (let i = from; i < to; i++) {
          const c = customer[i] ?? 0;
          out[2 * (i - from)] = words[2 * c] ?? 0;
          out[2 * (i - from) + 1] = words[2 * c + 1] ?? 0;
        }
        return makeData({ type: new Int64(), data: new BigInt64Array(out.buffer) });
      },
    };
  }
  const all = texts ?? new Uint8Array(0);
  if (ids === 'dictionary') {
    const dictionary = new Vector([textData(all, customers)]);
    const type = new Dictionary(new Utf8(), new Int32(), 0);
    return {
      type,
      /** @param {number} from @param {number} to */
      data: (from, to) => makeData({ type, data: Int32Array.from(customer.subarray(from, to)), dictionary }),
    };
  }
  return {
    type: new Utf8(),
    /** @param {number} from @param {number} to */
    data(from, to) {
      const out = new Uint8Array(ID_BYTES * (to - from));
      for (let i = from; i < to; i++) {
        const start = ID_BYTES * (customer[i] ?? 0);
        for (let k = 0, at = ID_BYTES * (i - from); k < ID_BYTES; k++, at++) out[at] = all[start + k] ?? 0;
      }
      return textData(out, to - from);
    },
  };
}

/** @param {Uint8Array} bytes @param {number} length */
function textData(bytes, length) {
  return makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets: Int32Array.from({ length: length + 1 }, (_, i) => ID_BYTES * i), data: bytes });
}

/**
 * Returns 62-bit ids of *customers*, low and high words in turns, all different.
 * @param {number} customers
 */
function idWords(customers) {
  const words = new Int32Array(2 * customers);
  for (let c = 0; c < customers; c++) {
    // Both steps can be undone, so that different customers have different low words.
    const low = Math.imul(c + 1, 0x9e3779b1);
    words[2 * c] = low ^ (low >>> 15);
    words[2 * c + 1] = (Math.imul(c + 7, 0x85ebca6b) >>> 2) ^ (c & 0xff);
  }
  return words;
}

/**
 * Returns the same ids as texts of 18 bytes, one behind the other: `cus_` and 14 digits of base 32.
 * @param {Int32Array} words
 */
function idTexts(words) {
  const customers = words.length / 2;
  const digits = new TextEncoder().encode('0123456789abcdefghjkmnpqrstvwxyz');
  const prefix = new TextEncoder().encode('cus_');
  const texts = new Uint8Array(ID_BYTES * customers);
  for (let c = 0; c < customers; c++) {
    texts.set(prefix, ID_BYTES * c);
    for (let half = 0; half < 2; half++) {
      let rest = words[2 * c + half] ?? 0;
      for (let k = 0; k < 7; k++, rest >>>= 5) texts[ID_BYTES * c + 4 + 7 * half + k] = digits[rest & 31] ?? 48;
    }
  }
  return texts;
}

/** @param {Float64Array} ms @param {number} from @param {number} to */
function longs(ms, from, to) {
  const words = new Int32Array(2 * (to - from));
  for (let i = from; i < to; i++) {
    const value = ms[i] ?? 0;
    words[2 * (i - from)] = value | 0;
    words[2 * (i - from) + 1] = Math.floor(value / 4_294_967_296);
  }
  return new BigInt64Array(words.buffer);
}

/**
 * Returns a function that draws places of *weights* as often as they weigh (alias method, Walker 1977).
 * @param {Float64Array} weights @param {() => number} random
 */
function weightedDraw(weights, random) {
  const n = weights.length;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / n;
  const keep = weights.map((weight) => weight / mean);
  const other = Uint32Array.from({ length: n }, (_, i) => i);
  /** @type {number[]} */
  const light = [];
  /** @type {number[]} */
  const heavy = [];
  for (let i = 0; i < n; i++) ((keep[i] ?? 0) < 1 ? light : heavy).push(i);
  for (let low = light.pop(), high = heavy.at(-1); low !== undefined && high !== undefined; low = light.pop(), high = heavy.at(-1)) {
    other[low] = high;
    keep[high] = (keep[high] ?? 0) + (keep[low] ?? 0) - 1;
    if ((keep[high] ?? 0) < 1) light.push(/** @type {number} */ (heavy.pop()));
  }
  return () => {
    const i = Math.floor(n * random());
    return random() < (keep[i] ?? 1) ? i : (other[i] ?? 0);
  };
}

/** @param {Uint32Array} values @param {() => number} random */
function shuffle(values, random) {
  for (let i = values.length - 1; i > 0; i--) {
    const k = Math.floor((i + 1) * random());
    const kept = values[i] ?? 0;
    values[i] = values[k] ?? 0;
    values[k] = kept;
  }
}

/** @param {() => number} random */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** @param {number} seed */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
