//! Log-in for submission (RFC 4954), and whether the server lets a sender through. Never but to a server that
//! proved its name under TLS, and never a message.

use super::deep::Line;
use super::talk::Talk;
use crate::accounts::Account;
use crate::wire::Wire;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::answer::{Phase, Reply, StepEnd};
use facts::{Name, Recipient, Sender};
use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, timeout_at};

/// The reply code that asks for more (RFC 4954 4).
const GO_ON: u16 = 334;

impl Talk<'_> {
    /// Logs in with the account of `label`, then tries `from` as the sender of a message to the account itself.
    pub(super) async fn log_in(&mut self, line: &mut Line, capabilities: &Reply, label: &str, from: Option<&str>) -> Option<()> {
        if matches!(line.wire, Wire::Clear(_)) {
            return Some(());
        }
        let Some(account) = self.call.accounts.for_server(label, &self.way.done, self.call.sni.as_ref()) else { return Some(()) };
        let Some(granted) = self.authenticate(line, capabilities, &account).await? else { return Some(()) };
        let Some(from) = from.filter(|from| granted.code == 235 && is_one_word(from) && is_one_word(account.user())) else {
            return Some(());
        };
        let path = Sender::Own.path("", &Name::root(), from);
        if self.peaceful(line, Phase::Mail(Sender::Own), &format!("MAIL FROM:{path}")).await?.code / 100 == 2 {
            let own = Recipient::Own.path(&Name::root(), "", account.user());
            self.peaceful(line, Phase::Rcpt(Recipient::Own), &format!("RCPT TO:{own}")).await?;
            self.peaceful(line, Phase::Rset, "RSET").await?;
        }
        Some(())
    }

    /// Names the account to the server; the reply, none where it offers no way that is known.
    pub(super) async fn authenticate(&mut self, line: &mut Line, capabilities: &Reply, account: &Account) -> Option<Option<Reply>> {
        let lines = match mechanism(capabilities) {
            Some("PLAIN") => vec![format!("AUTH PLAIN {}", account.plain())],
            Some(_) => vec!["AUTH LOGIN".to_owned(), BASE64.encode(account.user()), BASE64.encode(account.password())],
            None => return Some(None),
        };
        self.exchange(line, &lines).await.map(Some)
    }

    /// Says `lines` one by one while the server asks for more; its last reply is the step.
    async fn exchange(&mut self, line: &mut Line, lines: &[String]) -> Option<Reply> {
        let (begun, limit) = (Instant::now(), self.way.limits.command);
        let mut end = StepEnd::Closed;
        for (index, text) in lines.iter().enumerate() {
            let deadline = self.way.until(limit);
            let sent = timeout_at(deadline, async {
                line.wire.write_all(format!("{text}\r\n").as_bytes()).await?;
                line.wire.flush().await
            });
            end = match sent.await {
                Ok(Ok(())) => line.inbox.reply(&mut line.wire, deadline).await,
                Ok(Err(error)) => crate::tls::end_of(&error),
                Err(_) => StepEnd::Timeout,
            };
            let goes_on = matches!(&end, StepEnd::Reply(reply) if reply.code == GO_ON) && index + 1 < lines.len();
            if !goes_on {
                break;
            }
        }
        self.replied(Phase::Login, end, begun)
    }
}

/// The mechanism to use: PLAIN (RFC 4616), else LOGIN, which old servers alone offer.
fn mechanism(capabilities: &Reply) -> Option<&'static str> {
    let offers = |wanted: &str| {
        capabilities.lines.iter().skip(1).any(|line| {
            let text = String::from_utf8_lossy(&line.0).to_ascii_uppercase();
            // "AUTH=" is how servers before RFC 2554 wrote it.
            let mut words = text.split([' ', '=']);
            words.next() == Some("AUTH") && words.any(|word| word == wanted)
        })
    };
    ["PLAIN", "LOGIN"].into_iter().find(|wanted| offers(wanted))
}

/// Whether `address` stays one path on one line.
pub(super) fn is_one_word(address: &str) -> bool {
    !address.is_empty() && address.len() <= 512 && !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::Text;

    #[test]
    fn the_mechanism_is_one_that_is_offered() {
        let offered = |lines: &[&str]| {
            let lines = std::iter::once("mx.example.com").chain(lines.iter().copied()).map(Text::from).collect();
            mechanism(&Reply { code: 250, lines })
        };
        assert_eq!(offered(&["AUTH LOGIN PLAIN"]), Some("PLAIN"));
        assert_eq!(offered(&["auth login"]), Some("LOGIN"));
        assert_eq!(offered(&["AUTH=LOGIN"]), Some("LOGIN"));
        assert_eq!(offered(&["AUTH CRAM-MD5", "PLAIN"]), None);
    }

    #[test]
    fn a_sender_is_one_word() {
        assert!(is_one_word("anna@example.com"));
        for wrong in ["", "a b@example.com", "a@example.com>\r\nDATA", "<a@example.com"] {
            assert!(!is_one_word(wrong), "{wrong}");
        }
    }
}
