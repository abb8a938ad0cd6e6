import assert from 'node:assert/strict';
import { languageOf, wrongLanguage } from '../../../src/writing/guards/language.ts';
import { languageName } from '../../../src/writing/guards/languageName.ts';

const sentences: Readonly<Record<string, string>> = {
  en: 'The server restarts automatically when the configuration changes.',
  de: 'Der Server startet automatisch neu, wenn sich die Konfiguration ändert.',
  fr: 'Le serveur redémarre automatiquement lorsque la configuration change.',
  es: 'El servidor se reinicia automáticamente cuando cambia la configuración.',
  pt: 'O servidor reinicia automaticamente quando a configuração muda.',
  it: 'Il server si riavvia automaticamente quando la configurazione cambia.',
  nl: 'De server start automatisch opnieuw wanneer de configuratie verandert.',
  sv: 'Servern startar om automatiskt när konfigurationen ändras.',
  da: 'Serveren genstarter automatisk, når konfigurationen ændres.',
  fi: 'Palvelin käynnistyy automaattisesti uudelleen, kun asetukset muuttuvat.',
  pl: 'Serwer uruchamia się ponownie automatycznie po zmianie konfiguracji.',
  cs: 'Server se automaticky restartuje, když se změní nastavení konfigurace.',
  hr: 'Poslužitelj se automatski ponovno pokreće kada se konfiguracija promijeni.',
  hu: 'A kiszolgáló automatikusan újraindul, ha a beállítások megváltoznak.',
  ro: 'Serverul repornește automat când configurația se schimbă din nou.',
  tr: 'Yapılandırma değiştiğinde sunucu otomatik olarak yeniden başlar.',
  vi: 'Máy chủ tự động khởi động lại khi cấu hình thay đổi.',
  ca: 'El servidor es reinicia automàticament quan canvia la configuració.',
  uk: 'Сервер автоматично перезапускається, коли змінюється його конфігурація.',
  ru: 'Сервер автоматически перезапускается при любом изменении конфигурации.',
  bg: 'Сървърът се рестартира автоматично, когато конфигурацията се промени.',
  el: 'Ο διακομιστής επανεκκινείται αυτόματα όταν αλλάζει η διαμόρφωση.',
  he: 'השרת מופעל מחדש באופן אוטומטי כאשר התצורה משתנה.',
  ar: 'يعاد تشغيل الخادم تلقائيا عند تغيير الإعدادات الخاصة به.',
  fa: 'وقتی پیکربندی تغییر می‌کند، سرور به طور خودکار دوباره راه‌اندازی می‌شود.',
  hi: 'कॉन्फ़िगरेशन बदलने पर सर्वर अपने आप पुनः आरंभ होता है।',
  ja: '設定が変更されると、サーバーは自動的に再起動します。',
  zh: '配置更改时，服务器会自动重新启动。',
  ko: '설정이 변경되면 서버가 자동으로 다시 시작되도록 되어 있습니다.',
  th: 'เซิร์ฟเวอร์จะรีสตาร์ทโดยอัตโนมัติเมื่อการกำหนดค่าเปลี่ยนแปลง',
};

describe('which language it is', () => {
  for (const [code, sentence] of Object.entries(sentences)) {
    it(`${languageName(code)}, from one sentence`, () => assert.equal(languageOf(sentence), code));
  }

  it('is not guessed from a word or two, from code or from placeholders', () => {
    for (const text of ['', 'npm install', 'Changelog', 'merge conflict', '⟦1⟧ ⟦2⟧ ⟦3⟧ ⟦4⟧ ⟦5⟧', '12 34 56 78 90']) {
      assert.equal(languageOf(text), undefined, text);
    }
  });

  it('is told through technical words of another', () => {
    assert.equal(languageOf('Das Deployment auf ⟦1⟧ ist wegen der Memory Limits im Cluster gescheitert.'), 'de');
  });

  const { en = '', de = '', fr = '', da = '' } = sentences;
  for (const [name, answer, original, language, found] of [
    ['an answer in English to German', en, de, 'de', 'en'],
    ['an answer in German to English', de, en, 'en', 'de'],
    [
      'one paragraph of several',
      `${de}\n\n${en} It also writes a line into its log.\n\n${de}`,
      `${de}\n\n${de}\n\n${de}`,
      'de',
      'en',
    ],
    ['a translation that was not made', en, en, 'de', 'en'],
    [
      'a translation that stops halfway',
      `${de}\n\n${en} It also writes a line into its log.`,
      `${en}\n\n${en}`,
      'de',
      'en',
    ],
    [
      'a translation that leaves a paragraph as it was',
      `${de}\n\n${en} It also logs it.`,
      `${en}\n\n${en} It also logs it.`,
      'de',
      'en',
    ],
    ['a tag with a region', fr, de, 'de-AT', 'fr'],
  ] as const) {
    it(`is wrong: ${name}`, () => assert.equal(wrongLanguage(answer, original, language), found));
  }

  for (const [name, answer, original, language] of [
    ['an answer in the same language', de, de, 'de'],
    ['a translation', fr, en, 'fr'],
    [
      'a quotation that the original has as well',
      `${de}\n\n${en} It also writes a line into its log.\n\n${de} ${de}`,
      `${de}\n\n${en}\n\n${de} ${de}`,
      'de',
    ],
    ['a title in another language', `# Getting started with it\n\n${de}`, `# Getting started\n\n${de}`, 'de'],
    ['a close relative', da, da, 'nb'],
    ['too little to tell', 'OK.', de, 'de'],
    ['a language that is not known', en, en, 'tlh'],
  ] as const) {
    it(`is not called wrong: ${name}`, () => assert.equal(wrongLanguage(answer, original, language), undefined));
  }

  it('has a name for a prompt', () => {
    assert.equal(languageName('de'), 'German');
    assert.equal(languageName('pt-BR'), 'Brazilian Portuguese');
  });
});
