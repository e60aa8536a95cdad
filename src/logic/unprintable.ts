/** Characters that a terminal obeys or hides instead of showing: what comes from an examined machine must not carry them on. */

/**
 * C0 and C1 controls and DEL, lone surrogates and characters that Unicode keeps for nobody; what is drawn as nothing at all or turns the
 * direction (Default_Ignorable_Code_Point: zero-width, bidirectional, tags, variation selectors, fillers); line and paragraph separators,
 * interlinear marks; and of marks on one letter those after the eighth, which are drawn over the lines around it. No script needs as many.
 */
export const unprintable =
  /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2028\u2029\ufff9-\ufffb]|(?<=\p{M}{8})\p{M}/gu;

/**
 * What a pipeline obeys in the log of a step, whoever wrote it: of GitHub `::error::` as the first thing of a line, by the names that its runner
 * knows, and `##[error]` anywhere; Azure's `##vso[`, TeamCity's `##teamcity[`. Wrapping can bring any word to the beginning of a line, and never
 * what a letter stands before: a method of PHP (`Log::error in App::run`) and a list of IPv6 addresses are left as they are. Matches the character
 * after which something harmless belongs.
 */
export const pipelineOrders =
  /(?<!\w):(?=:(?:add-(?:mask|matcher|path)|debug|echo|endgroup|error|group|internal-set-repo-path|notice|remove-matcher|save-state|set-(?:env|output)|stop-commands|warning)(?:\s[^]*?)?::)|#(?=#(?:vso|teamcity)?\[)/gi;
