import type { ClienteleError } from '@clientele/metrics';
import { chartMessages } from './chart-messages.js';
import type { Locale } from './locale.js';

type Params = ClienteleError['params'];
type Hint = string | ((params: Params) => string);

/** What an error says to a reader: what happened, the technical sentence, what to do. */
export interface ErrorWords {
  readonly what: string;
  /** The sentence that developers read, in English wherever it appears. */
  readonly detail: string;
  readonly hint: string | null;
}

/**
 * Returns the words for *error* in *locale*. What to do comes from the error itself in English, and elsewhere from its reason,
 * then from its code.
 */
export function errorWords(error: ClienteleError, locale: Locale): ErrorWords {
  const { errors, hints, unforeseen } = chartMessages[locale];
  const special = locale === 'en' ? error.hint : hintInChinese(error);
  const fault = error.reason === 'unforeseen' || error.reason === 'no-engine';
  return { what: fault ? unforeseen : errors[error.code], detail: error.message, hint: special ?? hints[error.code] ?? null };
}

function hintInChinese({ code, params, reason }: ClienteleError): string | undefined {
  if (code === 'http') return httpHint(Number(params['status']));
  if (code === 'limit' && reason !== 'memory') return `若数据可信，可调高限制 limits.${reason ?? ''}。`;
  const hint = reason === undefined ? undefined : CHINESE[reason];
  return typeof hint === 'function' ? hint(params) : hint;
}

function httpHint(status: number): string {
  if (status === 401) return '登录已失效或缺少凭证：请登录，或随请求发送令牌。';
  if (status === 403) return '当前账号无权访问这些数据：请向数据所有者申请权限。';
  if (status === 404) return '该地址上没有数据：请检查地址是否正确。';
  if (status === 429) return '请求过于频繁：请稍候再试。';
  return status >= 500 ? '服务器出错：请稍后重试；若持续出现，请查看服务器日志。' : '请检查请求的地址和参数。';
}

const CHINESE: Readonly<Record<string, Hint>> = {
  html: '该地址返回的是网页，往往是错误页面：请在浏览器中打开它查看。',
  'login-redirect': '返回的是登录页面：请重新登录，并随请求发送凭证。',
  redirect: '返回的通常是登录页面：请登录，或随请求发送凭证或令牌。',
  json: '返回的是 JSON：请向服务器请求 Arrow，例如使用请求头 Accept: application/vnd.apache.arrow.stream，或在 ClickHouse 中使用 FORMAT ArrowStream。',
  xml: '返回的可能是一条错误信息：请在浏览器中打开该地址查看。',
  csv: '返回的是文本：请向服务器请求 Arrow IPC，例如在 ClickHouse 中使用 FORMAT ArrowStream。',
  parquet: '这是 Parquet 文件：请作为文件或地址打开它，或先转换为 Arrow IPC。',
  'parquet-magic': '文件不完整：请在写入完成后重新获取。',
  gzip: '数据经过 gzip 压缩：请加上响应头 Content-Encoding: gzip，或先解压。',
  zstd: '整个数据流经过 ZSTD 压缩：请改为压缩 Arrow 流内部的缓冲区，或先解压。',
  zip: '这是 ZIP 压缩包：请先解压。',
  'feather-v1': '这是旧版（第 1 版）Feather 文件：请改用 Feather 2（即 Arrow 文件格式）重新写出。',
  avro: '这是 Avro 文件：请向服务器请求 Arrow IPC。',
  orc: '这是 ORC 文件：请向服务器请求 Arrow IPC。',
  'compression-codec': '请不压缩写出，或使用 LZ4_FRAME、ZSTD；在 ClickHouse 中可设置 SETTINGS output_format_arrow_compression_method = \'none\'。',
  type: '此列的类型无法读取：请在写出前转换类型或去掉该列；在 Polars 中可设置 compat_level=CompatLevel.oldest()，不使用字符串视图等新类型。',
  'dictionary-missing': '数据缺少该列的字典：DuckDB-WASM 分批发送时会漏掉 ENUM 列的字典，请将其转换为 VARCHAR。',
  'trailing-bytes': '结束标记之后还有内容：若这是 Arrow 文件，请从开头的 ARROW1 起完整发送；若是数据流，其后不应再有内容。',
  footer: '文件在结尾之前中断，或数据流被误加了 ARROW1 开头：请重新写出或重新获取。',
  unknown: '请查看开头的字节：Arrow 流以 FF FF FF FF 开头，Arrow 文件以 ARROW1 开头。',
  'end-marker': '传输中断，或写入方没有关闭数据流；目前读到的内容都不完整，请重新加载。',
  'big-endian': '数据是大端字节序：请在小端机器上写出，或在写出时转换。',
  'duplicate-column': '有两列同名：请在查询中用 AS 给其中一列改名。',
  'column-ambiguous': ({ column, columns }) => `有多列同名为“${String(column)}”：请从 ${String(columns)} 中指定一列，或在查询中用 AS 改名。`,
  'column-missing': ({ column, nearest }) => `数据中没有列“${String(column)}”${typeof nearest === 'string' ? `，您是否想用“${nearest}”？` : '：请检查列名。'}`,
  'column-kind': ({ column, type }) => `列“${String(column)}”的类型是 ${String(type)}，不适合此用途：请换一列或转换类型。`,
  'role-missing': ({ role, columns }) => `没有找到“${String(role)}”列${typeof columns === 'string' ? `（现有列：${columns}）` : ''}：请用 ${String(role)} 属性指定。`,
  encoding: '请将文件另存为 UTF-8，或指明其编码。',
  ragged: '有一行的字段数与标题行不同：值中的分隔符需要用引号括起来。',
  quotes: '引号字段中的引号需要写两次。',
  once: '这些数据只能读取一次：请保留字节，或提供地址。',
  memory: '数据超出了可用内存：请减少列或行。',
  'source-missing': '页面中没有 for 属性所指的 cl-source：请检查其 id。',
  transfer: '传输被中断：请重新加载。',
  length: '收到的内容比服务器声明的短：请重新加载。',
};
