//! Writes `fixtures/certs`: a chain of every kind for `mx.example.com`, judged at the examples'
//! time, and the trusted root. Keys are thrown away.

use facts::Moment;
use lab::{Authority, ChainKind};
use std::path::Path;

const HOST: &str = "mx.example.com";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/certs");
    let authority = Authority::new(Moment::from_unix(facts::fixture::NOW))?;
    std::fs::write(folder.join("root.pem"), authority.root_pem())?;
    for kind in ChainKind::ALL {
        let issued = authority.issue(kind, HOST)?;
        std::fs::write(folder.join(format!("{kind}.pem")), issued.chain_pem())?;
    }
    let policy = authority.issue(ChainKind::Good, "mta-sts.example.com")?;
    std::fs::write(folder.join("policy.pem"), policy.chain_pem())?;
    Ok(())
}
