/**
 * What chat models say around a text that they were asked for alone. The shapes are closed: each has a word for what was done to the
 * text ("corrected") or for what it is now ("translation"), so that "Ingredients:" and "Here is the plan:" are none of them. In the
 * languages that small models fall into: they answer in that of the text.
 */

/** Good will, and nothing else. */
const courtesy = [
  'sure(?: thing)?|certainly|of course|absolutely|okay|ok|got it|gladly|no problem|understood|alright|happy to help|i can help with that',
  'gerne|natürlich|klar|selbstverständlich|sicher|verstanden',
  "bien sûr|certainement|d'accord|avec plaisir",
  'claro(?: que sí)?|por supuesto|con gusto|de acuerdo',
  'certo|certamente|va bene|volentieri',
  'com certeza|certamente',
  'natuurlijk|zeker|graag gedaan',
  '好的|当然(?:可以)?|没问题|はい|もちろんです|承知しました|かしこまりました',
].join('|');

const done =
  'corrected|revised|rewritten|proofread|improved|edited|polished|shortened|simplified|translated|refined|reworded|rephrased|cleaned[- ]up';
const thing =
  'version|text|paragraph|sentence|passage|section|document|markdown|latex|comment|commit message|e-?mail|message|result|output|one';
const tongue =
  'english|german|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|czech|swedish|danish|norwegian|finnish|turkish|' +
  'chinese|japanese|korean|arabic|hindi';
const made = `(?:(?:${tongue}) )?translation|rewrite|rewording`;
const behind = (most: number) => `(?:[ ,][^.!?:\\n]{0,${most}})?`;

/** The announcement of a text, without what may stand before it and the colon behind. */
const announcements = [
  `(?:here(?:'s|’s| is| are)|below is|the following is) (?:(?:the|your|a|an|my|one|some) )?` +
    `(?:(?:(?:${done}|(?:more|less) [a-z]+|shorter|clearer|friendlier|updated|final|concise)(?:,| and)? )+(?:${thing})|${made}|` +
    `(?:${thing}),? (?:${done}))${behind(80)}`,
  'hier (?:ist|sind|kommt) (?:(?:der|die|das|eine?|deine?|ihre?) )?(?:(?:korrigiert|überarbeitet|verbessert|umgeschrieben|' +
    `umformuliert|übersetzt|gekürzt|kürzer|klarer|freundlicher)\\p{L}* (?:version|text|fassung|absatz|satz)\\p{L}*|übersetzung)${behind(60)}`,
  'voici (?:(?:le|la|une|un|votre|ta) )?(?:(?:texte|version|paragraphe|phrase|passage) (?:corrigé|révisé|réécrit|traduit|amélioré|' +
    `reformulé|raccourci|simplifié)\\p{L}*|traduction)${behind(60)}`,
  'aquí (?:está|tienes|tiene|te dejo) (?:(?:el|la|una|un|tu|su) )?(?:(?:texto|versión|párrafo|frase) (?:corregid|revisad|reescrit|' +
    `traducid|mejorad|reformulad|simplificad)\\p{L}*|traducción)${behind(60)}`,
  'ecco (?:(?:il|la|una|un) )?(?:(?:testo|versione|paragrafo|frase) (?:corrett|rivist|riscritt|tradott|migliorat|riformulat|' +
    `semplificat)\\p{L}*|traduzione)${behind(60)}`,
  'aqui está (?:(?:o|a|uma|um|seu|sua) )?(?:(?:texto|versão|parágrafo|frase) (?:corrigid|revisad|reescrit|traduzid|melhorad|' +
    `reformulad|simplificad)\\p{L}*|tradução)${behind(60)}`,
  'hier is (?:(?:de|het|een|je|uw) )?(?:(?:verbeterde|herziene|gecorrigeerde|herschreven|vertaalde|kortere|duidelijkere|bewerkte) ' +
    `(?:versie|tekst|alinea|zin)|vertaling)${behind(60)}`,
  '(?:以下是|这是|下面是)[^\\n。：:]{0,16}(?:修改|修正|改写|润色|校对|翻译|改进)[^\\n。：:]{0,16}',
  '(?:以下は|以下が|こちらが|こちらは)[^\\n。：:]{0,16}(?:修正|校正|書き直|翻訳|改善)[^\\n。：:]{0,16}',
].join('|');

/**
 * The announcement of a text that was written from other text: "Here's a draft of the release note:". It names what kind of text it
 * is, which no such text says of itself on its first line.
 */
const written =
  'draft|release notes?|e-?mail|message|design doc(?:ument)?|issue|bug report|commit message|continuation|next paragraph|text|' +
  'entwurf|nachricht|fortsetzung|nächste absatz|brouillon|courriel|suite|borrador|correo|continuación';
const article = '(?:(?:the|a|an|your|my|this|one|der|die|das|ein|eine|le|la|un|une|el|una|tu|su) )?';
const kind =
  '(?:(?:draft|first|short|brief|concise|polished|professional|possible|proposed|clear|formal|friendly|full|complete|suggested)(?:,| and)? ){0,3}';
const writtenLine =
  `(?:here(?:'s|’s| is| are)|below is|the following is|hier (?:ist|kommt)|voici|aquí (?:está|tienes)) ${article}${kind}` +
  `(?:draft (?:of|for) ${article})?(?:${written})(?: (?:based on|from|for|in|as|that|written|using|with|you)[^.!?:\\n]{0,80})?|` +
  'draft|continuation|entwurf|fortsetzung';

/** A label before a text: "Corrected version:". */
const labels =
  `(?:${done}) (?:${thing})|(?:(?:${tongue}) )?translation|rewritten|` +
  '(?:korrigierte|überarbeitete|verbesserte)(?:r text|r absatz| version| fassung)|übersetzung|' +
  'texte corrigé|version corrigée|traduction|texto corregido|versión corregida|traducción|testo corretto|traduzione|' +
  'texto corrigido|tradução|verbeterde versie|gecorrigeerde tekst|vertaling|修改后的?(?:文本|版本)?|译文|翻译|修正後(?:の文章)?|翻訳';

const before = `(?:(?:${courtesy})[\\s,.!:，。！、]*)?`;
const marks = '[*_#"> ]{0,6}';

/** A first line that is nothing but an announcement. */
export const preambleLine = new RegExp(
  `^${marks}(?:${before}(?:${announcements})|(?:${labels}))\\s*[:：]${marks}$`,
  'iu',
);

/** A first line that is nothing but the announcement of a text that was written from other text. */
export const writtenPreamble = new RegExp(`^${marks}${before}(?:${writtenLine})\\s*[:：]${marks}(?:\\n|$)`, 'iu');

/** A first paragraph that is nothing but good will. */
export const courtesyLine = new RegExp(`^${marks}(?:${courtesy})[.!。！]?${marks}$`, 'iu');

/** An announcement or a label with the text behind it on the same line. */
export const preambleStart = new RegExp(
  `^${marks}(?:${before}(?:${announcements})|(?:${labels}))\\s*[:：]${marks}\\s+(?=\\S)`,
  'iu',
);

/** The start of a last paragraph that speaks to the person who asked, about the text or what was done to it. */
export const farewell = new RegExp(
  `^${marks}(?:${[
    '(?:please )?let me know (?:if|whether|should)|feel free to|(?:i )?hope (?:this|that) helps|would you like me to|do you want me to',
    "if you(?:'d|’d| would) like|if you have any (?:other |further |more )?questions|is there anything else|(?:please )?note that i|\\(?note: ",
    "i(?:'ve|’ve| have)? (?:made|corrected|fixed|changed|kept|preserved|improved) (?:[a-z]+ ){0,3}" +
      '(?:grammar|grammatical|spelling|punctuation|typos?|text|errors?|mistakes?|sentences?|wording|tone|formatting|structure|meaning|changes)',
    'lass(?:en sie)? (?:es )?mich (?:bitte )?wissen|ich hoffe, (?:das|dies) hilft|möchte(?:st du|n sie)|ich habe (?:[\\p{L}]+ ){0,3}(?:fehler|text|rechtschreibung|grammatik)',
    "n['’]hésitez pas à|j['’]espère que cela|souhaitez-vous que|faites-moi savoir|j['’]ai corrigé",
    'avísame si|espero que (?:esto|te) (?:ayude|sirva)|¿(?:te gustaría|quieres|necesitas) que|he corregido',
    'fammi sapere se|spero che (?:questo|ti) (?:aiuti|sia)|ho corretto|me avise se|espero que (?:isso|isto) ajude|laat (?:het )?me weten|ik hoop dat dit helpt',
    '如果您?(?:需要|有)|希望(?:这|对)|ご不明な点|他に何か',
  ].join('|')})`,
  'iu',
);

/** A line after which a model tells what it changed. */
export const changesHeading = new RegExp(
  `^${marks}(?:${[
    '(?:key |main |summary of )?(?:changes|corrections|edits|improvements|fixes)(?: (?:made|i made|include))?|explanations?(?: of (?:the )?changes)?',
    'what (?:i )?changed|the (?:main )?changes (?:are|were|made|include)[^\\n]{0,60}',
    '(?:vorgenommene )?(?:änderungen|korrekturen)|erläuterung(?:en)?',
    'modifications(?: apportées)?|changements|cambios(?: realizados)?|correcciones|modifiche|alterações|wijzigingen|修改说明|変更点|修正点',
  ].join('|')})\\s*[:：]${marks}`,
  'iu',
);
