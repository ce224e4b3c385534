//! What an audit lacks for a proof, and where to look for it.

use crate::proof::Knows;
use findings::Phrase;

/// What an audit lacks for a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// An answer: something was asked in vain, or not asked.
    Answer,
    /// `--ip`.
    Address,
    /// `--selector`.
    Selector,
    /// A message.
    Message,
    /// Who brought the message: its trace, or `--ip` and `--mail-from`.
    Envelope,
    /// The trace of the message.
    Trace,
    /// A message that is sent to many.
    Mailing,
    /// Nothing that could be given to it.
    Sight(Knows),
}

impl Lack {
    /// What to give the audit; `place`: where the provider tells what only it can know.
    pub fn look(self, place: Phrase) -> Phrase {
        match self {
            Lack::Answer => Phrase {
                en: "a question stayed without an answer: ask again ('check DOMAIN' tells which)",
                ru: "на какой-то запрос не пришёл ответ: повторите проверку (на какой, скажет «check ДОМЕН»)",
            },
            Lack::Address => Phrase { en: "name the sending address: --ip", ru: "укажите адрес отправки: --ip" },
            Lack::Selector => Phrase { en: "name the DKIM selector: --selector", ru: "укажите селектор DKIM: --selector" },
            Lack::Message => Phrase {
                en: "look at a message: mailaudit message FILE, or check --message FILE",
                ru: "проверьте письмо: mailaudit message ФАЙЛ или check --message ФАЙЛ",
            },
            Lack::Envelope => Phrase {
                en: "tell who brings the message: --ip and --mail-from, or take the copy that a receiver got",
                ru: "укажите, кто передаёт письмо: --ip и --mail-from, или возьмите копию, которую получил адресат",
            },
            Lack::Trace => Phrase {
                en: "take the copy of the message that a receiver got: its Received fields tell",
                ru: "возьмите копию письма, которую получил адресат: это видно по её полям Received",
            },
            Lack::Mailing => Phrase {
                en: "nothing in the message says that it goes to many: tell the messages a day with --volume",
                ru: "по письму не видно, что это рассылка: укажите число писем в сутки: --volume",
            },
            Lack::Sight(Knows::Provider) => place,
            Lack::Sight(Knows::Sender) => Phrase {
                en: "look at how you keep your lists",
                ru: "посмотрите, как вы ведёте базу подписчиков",
            },
        }
    }
}
