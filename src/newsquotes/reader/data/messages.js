// What is said to people in their language: a message with its {fields} filled in, in the form that goes with a number.
function nqSpeak(language, messages) {
  const forms = { en: ["one", "other"], ru: ["one", "few", "many"] }[language];
  const rules = new Intl.PluralRules(language);
  const filled = (message, fields) => message.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
  const count = (number) => number.toLocaleString(language);
  const decimal = (number) => number.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const tr = (message, fields = {}) => filled(messages[message] || message, fields);
  const trn = (one, many, number, fields = {}) =>
    filled((messages[one] || [one, many])[forms.indexOf(rules.select(number))], { number: count(number), ...fields });
  const percent = (share) => share.toLocaleString(language, { style: "percent" });
  return { tr, trn, count, decimal, percent };
}
