/**
 * Text that somebody else wrote, on its way to a model. The way an API tells who speaks is the roles of its messages; what stands inside one must not
 * look like another.
 */

const LINE_ENDS = /\r\n|[\n\r\v\f\u{85}\u{2028}\u{2029}]/u

/**
 * A block of data with its name. It cannot be closed from inside, as whatever stands in it begins with a bar, on every line. `name` is ours.
 */
export const fenced = (name: string, text: string): string =>
  [`<${name}>`, ...text.split(LINE_ENDS).map((line) => `| ${line}`), `</${name}>`].join('\n')

/**
 * Marks with which the templates of open models separate roles: `<|im_start|>`, `<｜User｜>`, `<start_of_turn>`, `</s>`, `[INST]`, `<<SYS>>`. Some servers that
 * run such models read them in a message's text, too. A space inside takes that from them, and leaves them readable.
 */
const ROLE_MARKS =
  /<(?=[|｜])|(?<=[|｜])(?=>)|<(?=\/?(?:s|bos|eos|pad|unk|(?:start|end)_of_turn|(?:start|end)_header_id|system|user|assistant|tool_call|tool_response)>)|<(?=<\/?SYS>>)|\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|ARGS)\])/giu

export const defused = (text: string): string => text.replace(ROLE_MARKS, (mark) => `${mark} `)
