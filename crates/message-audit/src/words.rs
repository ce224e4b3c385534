//! Why a signature does not hold, and what to do about it, in both languages.

use crate::signatures::Cause;
use findings::evidence::Phrase;
use findings::{Evidence, Value};
use records::signature::SignatureFault;

/// The reason, for a sentence.
pub fn reason(cause: &Cause) -> Value {
    let (en, ru) = match cause {
        Cause::Field(fault) => return field(fault),
        Cause::KeyTooShort(bits) => {
            let phrase = Phrase {
                en: "the RSA key of {bits} bits is shorter than the 1024 that verifiers demand",
                ru: "ключ RSA длиной {bits} бит короче 1024, которых требуют получатели",
            };
            return Value::Sentence(phrase, Evidence::new().with("bits", *bits));
        }
        Cause::Expired => ("its time is over (x=)", "срок подписи истёк (x=)"),
        Cause::KeyMissing => ("no key is published", "ключ не опубликован"),
        Cause::KeyRevoked => ("the key was revoked (p= is empty)", "ключ отозван (p= пуст)"),
        Cause::KeyUnreadable => ("what is published is no key that can be read", "опубликованная запись не читается как ключ"),
        Cause::KeyUnfit => ("the key is of another type, or not for such a signature", "ключ другого типа или не для такой подписи"),
        Cause::IdentityStrict => {
            ("i= names a sub-domain, which the key forbids (t=s)", "i= указывает поддомен, а ключ это запрещает (t=s)")
        }
        Cause::BodyHash => ("the body was changed after signing (body hash)", "тело письма изменено после подписи (body hash)"),
        Cause::Headers => {
            ("signed headers were changed, or another key signed", "подписанные заголовки изменены или подписано другим ключом")
        }
    };
    Value::Phrase(Phrase { en, ru })
}

fn field(fault: &SignatureFault) -> Value {
    let (en, ru, seen) = match fault {
        SignatureFault::Grammar(text) => ("the field is malformed at '{seen}'", "поле испорчено: '{seen}'", text.clone()),
        SignatureFault::Missing(tag) => ("the tag {seen}= is missing", "нет тега {seen}=", (*tag).to_owned()),
        SignatureFault::BadValue(tag, value) => {
            ("verifiers cannot use '{seen}'", "получатели не принимают '{seen}'", format!("{tag}={value}"))
        }
        SignatureFault::Sha1 => ("{seen} must not be used any more", "{seen} больше не принимается", "rsa-sha1".into()),
        SignatureFault::FromUnsigned => ("{seen} is not signed", "{seen} не подписано", "From".into()),
        SignatureFault::IdentityOutside => {
            ("{seen} names no address of the signing domain", "{seen} не относится к подписавшему домену", "i=".into())
        }
        SignatureFault::EndsBeforeItBegins => {
            ("it ends before it begins ({seen})", "срок кончается раньше начала ({seen})", "x= ≤ t=".into())
        }
        SignatureFault::Forbidden(tag) => ("the tag {seen}= is forbidden here", "тег {seen}= здесь запрещён", (*tag).to_owned()),
    };
    Value::Sentence(Phrase { en, ru }, Evidence::new().with("seen", seen))
}

/// What to do today.
pub fn remedy(cause: &Cause) -> Phrase {
    let (en, ru) = match cause {
        Cause::BodyHash => (
            "Sign last: find what changes the body behind the signer (a footer, a link tracker, re-encoding, an antivirus) and move the signer behind it.",
            "Подписывайте последним шагом: найдите, что меняет тело после подписи (подвал, учёт переходов, перекодирование, антивирус), и перенесите подпись за него.",
        ),
        Cause::Headers => (
            "Publish the public part of the key that signs, and sign after the last change of the header.",
            "Опубликуйте открытую часть того ключа, которым подписываете, и подписывайте после последней правки заголовка.",
        ),
        Cause::Expired => {
            ("Sign anew, or let x= leave at least a week for delivery.", "Подпишите заново или оставьте в x= не меньше недели на доставку.")
        }
        Cause::KeyMissing | Cause::KeyRevoked => (
            "Publish the key of this selector, or sign with a selector whose key is published.",
            "Опубликуйте ключ этого селектора или подписывайте селектором, ключ которого опубликован.",
        ),
        Cause::KeyUnreadable | Cause::KeyUnfit => (
            "Publish the record as your signer or sending service gives it, without line breaks or lost characters.",
            "Опубликуйте запись в том виде, в каком её даёт программа подписи или сервис рассылки, без переносов и потерянных символов.",
        ),
        Cause::KeyTooShort(_) => ("Make an RSA key of 2048 bits and publish it.", "Создайте ключ RSA длиной 2048 бит и опубликуйте его."),
        Cause::IdentityStrict => (
            "Sign with i= at the signing domain itself, or take t=s out of the key record.",
            "Подписывайте с i= в самом подписывающем домене или уберите t=s из записи ключа.",
        ),
        Cause::Field(_) => (
            "Mend the configuration of the signer: a=rsa-sha256 or ed25519-sha256, h= with From, no tag twice.",
            "Исправьте настройку программы подписи: a=rsa-sha256 или ed25519-sha256, h= с From, ни один тег не повторяется.",
        ),
    };
    Phrase { en, ru }
}
