/** Texts of every kind that prompts are made of, by what they are. */
export const corpus: Readonly<Record<string, string>> = {
  "English prose":
    "The old lighthouse keeper climbed the narrow stairs every evening, carrying a lantern that his grandfather had carried before him. Nobody had asked him to do so for eleven years, since the lamp had been made automatic, but he said that a machine could not know what a ship felt like in the dark. On clear nights he counted the boats by their lights, and wrote their number into a book which filled half a shelf by now.",
  "English instructions":
    "You are a helpful assistant for customers of an online shop. Answer briefly and politely. If the customer asks for a refund, check the order number first; never promise a refund for orders that are older than thirty days. Use the tool `look_up_order` to find an order, and `create_ticket` when you can't help.",
  German:
    "Die Bundesregierung hat am Mittwoch beschlossen, die Förderung für erneuerbare Energien weiter auszubauen. Nach Angaben des Wirtschaftsministeriums sollen bis zum Ende des Jahrzehnts achtzig Prozent des Stroms aus Wind und Sonne stammen. Umweltverbände begrüßten die Entscheidung, kritisierten jedoch die langen Genehmigungsverfahren.",
  French:
    "Le conseil municipal a voté hier soir la rénovation de l'ancienne bibliothèque, fermée depuis plus de trois ans. Les travaux devraient commencer au printemps prochain et durer environ dix-huit mois. Les habitants du quartier, qui réclamaient cette décision depuis longtemps, se disent soulagés.",
  Spanish:
    "La investigadora explicó que los resultados del experimento todavía son preliminares, pero que abren una puerta a nuevos tratamientos. El equipo, formado por quince personas de cuatro países, trabajará durante los próximos dos años para confirmar los datos con un número mayor de pacientes.",
  Russian:
    "Вчера вечером в городском театре состоялась премьера новой постановки по мотивам классического романа. Зрители встретили актёров долгими аплодисментами, а критики отметили необычные декорации и музыку, написанную специально для этого спектакля.",
  Chinese:
    "昨天下午，市政府宣布将在未来三年内建设二十个新的公园，让每一位居民步行十五分钟就能到达绿地。专家认为，这项计划不仅可以改善空气质量，还能为老年人和儿童提供更多活动空间。",
  Japanese:
    "昨日、駅前の商店街で春のお祭りが開かれ、たくさんの人が訪れました。子どもたちは太鼓の演奏を楽しみ、大人たちは地元の料理を味わいました。来年はもっと大きな会場で行う予定だそうです。",
  Korean:
    "어제 저녁 시청 앞 광장에서 열린 음악회에 많은 시민들이 모였습니다. 젊은 연주자들은 고전 음악과 현대 음악을 함께 들려주었고, 관객들은 늦은 시간까지 자리를 떠나지 않았습니다.",
  Arabic:
    "أعلنت الجامعة أمس عن افتتاح مركز جديد للبحوث الطبية يهدف إلى تطوير علاجات للأمراض النادرة. وسيعمل في المركز أكثر من مئة باحث من مختلف أنحاء العالم.",
  Hindi:
    "कल शाम शहर के पुस्तकालय में एक नई प्रदर्शनी का उद्घाटन हुआ, जिसमें सौ साल पुरानी किताबें और तस्वीरें दिखाई गई हैं। यह प्रदर्शनी अगले महीने तक खुली रहेगी।",
  TypeScript:
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a program as text
    "export async function loadUsers(ids: readonly string[], { signal }: { signal?: AbortSignal } = {}): Promise<User[]> {\n  const users = await Promise.all(ids.map((id) => fetch(`/api/users/${encodeURIComponent(id)}`, { signal })));\n  return users.filter((response) => response.ok).map((response) => response.json() as unknown as User);\n}\n",
  Python:
    'def moving_average(values, window=5):\n    if window <= 0:\n        raise ValueError("window must be positive")\n    total = 0.0\n    result = []\n    for index, value in enumerate(values):\n        total += value\n        if index >= window:\n            total -= values[index - window]\n        result.append(total / min(index + 1, window))\n    return result\n',
  JSON: '{"id":"ord_1042","customer":{"name":"Ada Lovelace","email":"ada@example.org"},"items":[{"sku":"TEA-01","count":2,"price":4.5},{"sku":"CUP-07","count":1,"price":12.25}],"paid":true,"created_at":"2026-03-14T09:26:53Z"}',
  "indented JSON":
    '{\n  "type": "object",\n  "properties": {\n    "city": {\n      "type": "string",\n      "description": "The name of the city"\n    },\n    "unit": {\n      "type": "string",\n      "enum": ["celsius", "fahrenheit"]\n    }\n  },\n  "required": ["city"]\n}',
  Markdown:
    "## Install\n\n```sh\nnpm install @auriko/sdk\n```\n\n| Option | Default | Meaning |\n|---|---|---|\n| `timeout` | 60,000 | in milliseconds |\n| `maxRetries` | 2 | how often a failed request is repeated |\n\n- **Fast**: nothing is parsed twice.\n- **Small**: no dependencies.\n",
  numbers:
    "2026-01-04, 17.25, 1042, 99.50\n2026-01-05, 18.75, 1107, 84.25\n2026-01-06, 16.00, 998, 102.75\n2026-01-07, 19.50, 1213, 77.00\n2026-01-08, 21.25, 1345, 69.50\n",
  "log lines":
    "2026-03-14T09:26:53.589Z INFO  [worker-3] request req_7f3a finished in 182 ms (status 200)\n2026-03-14T09:26:54.012Z WARN  [worker-1] retrying after 429, attempt 2 of 3\n2026-03-14T09:26:55.441Z ERROR [worker-2] connection reset by peer: ECONNRESET 10.0.4.17:443\n",
  "emoji chat":
    "Hey!! 😀 are you coming tonight? 🎉🎉 We have pizza 🍕 and a new game 🎲 lol... bring your brother too if he wants ❤️",
};
