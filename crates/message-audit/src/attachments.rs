//! Which attachments large providers refuse, by what they publish.

use crate::mime::Attachment;

/// Endings that Gmail refuses a message for (552 5.7.0), also compressed and in archives: support.google.com/mail/answer/6590.
const GMAIL: &str = "ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg ex ex_ exe hta img ins iso isp jar \
    jnlp js jse lib lnk mde mjs msc msi msix msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll";
/// Endings that Outlook.com, Exchange Online and Outlook withhold from the reader: support.microsoft.com, "Blocked attachments
/// in Outlook". Certificates and temporary files, which it blocks too, carry nothing to run and are left out.
const OUTLOOK: &str = "ade adp app appcontent-ms application appref-ms asp aspx asx bas bat bgi cab cdxml chm cmd cnt com cpl csh diagcab exe \
    fxp gadget grp hlp hpj hta htc inf ins iso isp its jar jnlp js jse ksh library-ms lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda \
    mdb mde mdt mdw mdz msc msh msh1 msh1xml msh2 msh2xml mshxml msi msp mst msu ops osd pcd pif pl plg prf prg printerexport ps1 ps1xml ps2 \
    ps2xml psc1 psc2 psd1 psdm1 pssc py pyc pyo pyw pyz pyzw reg scf scr sct search-ms settingcontent-ms shb shs theme udl url vb vbe vbp vbs vhd \
    vhdx vsmacros vsw webpnp website ws wsb wsc wsf wsh xbap xll xnk";
/// What Gmail looks through.
const COMPRESSED: &[&str] = &["gz", "bz2", "z", "xz"];
const ARCHIVES: &[&str] = &["zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "cab", "iso"];

/// Why a file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// For its ending; by Gmail, by Outlook.
    Ending { name: String, ending: String, gmail: bool, outlook: bool },
    /// A program by its first octets, whatever its name says.
    Program { name: String },
    /// For what the archive holds.
    Inside { name: String, inner: String },
    /// An archive within an archive under a password.
    Locked { name: String },
}

/// Why large providers refuse this file, if they do.
pub fn refused(file: &Attachment) -> Option<Refused> {
    let name = shown(&file.name);
    let end = ending(&file.name);
    let (gmail, outlook) = (is_in(GMAIL, &end) || is_in(GMAIL, &under_compression(&file.name)), is_in(OUTLOOK, &end));
    if gmail || outlook {
        return Some(Refused::Ending { name, ending: end, gmail, outlook });
    }
    if file.executable {
        return Some(Refused::Program { name });
    }
    if let Some(inner) = file.inside.iter().find(|n| is_in(GMAIL, &ending(n))) {
        return Some(Refused::Inside { name, inner: shown(inner) });
    }
    let nested = file.inside.iter().any(|n| ARCHIVES.contains(&ending(n).as_str()));
    (file.locked && nested).then_some(Refused::Locked { name })
}

fn is_in(list: &str, ending: &str) -> bool {
    !ending.is_empty() && list.split_whitespace().any(|e| e == ending)
}

/// What stands behind the last dot; Windows drops dots and spaces at the end of a name.
fn ending(name: &str) -> String {
    bare(name).rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
}

fn under_compression(name: &str) -> String {
    match bare(name).rsplit_once('.') {
        Some((inner, end)) if COMPRESSED.contains(&end.to_ascii_lowercase().as_str()) => ending(inner),
        _ => String::new(),
    }
}

fn bare(name: &str) -> &str {
    name.trim_end_matches(|c: char| c == '.' || c.is_whitespace() || c == '\0')
}

fn shown(name: &str) -> String {
    name.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> Attachment {
        Attachment { name: name.into(), kind: "application/octet-stream".into(), executable: false, inside: Vec::new(), locked: false }
    }

    fn by(name: &str) -> Option<(bool, bool)> {
        match refused(&file(name)) {
            Some(Refused::Ending { gmail, outlook, .. }) => Some((gmail, outlook)),
            _ => None,
        }
    }

    #[test]
    fn endings() {
        assert_eq!(by("setup.EXE"), Some((true, true)));
        assert_eq!(by("invoice.pdf.js"), Some((true, true)));
        assert_eq!(by("app.apk"), Some((true, false)));
        assert_eq!(by("link.url"), Some((false, true)));
        assert_eq!(by("setup.exe. "), Some((true, true)));
        assert_eq!(by("setup.exe.gz"), Some((true, false)));
        for fine in ["invoice.pdf", "exe", "photo.jpeg", "a.docx", "a.zip", "a.csv.gz", "invite.ics", "key.asc", "", ".", "site.exe.pdf"] {
            assert_eq!(refused(&file(fine)), None, "{fine}");
        }
    }

    #[test]
    fn what_an_archive_holds() {
        let archive = |inside: &[&str], locked| {
            refused(&Attachment { inside: inside.iter().map(|n| (*n).to_owned()).collect(), locked, ..file("a.zip") })
        };
        assert_eq!(archive(&["a.txt", "b/c.VBS"], false), Some(Refused::Inside { name: "a.zip".into(), inner: "b/c.VBS".into() }));
        assert_eq!(archive(&["a.txt", "b.zip"], true), Some(Refused::Locked { name: "a.zip".into() }));
        assert_eq!(archive(&["b.zip"], false), None);
        assert_eq!(archive(&["a.txt"], true), None);
        assert_eq!(refused(&Attachment { executable: true, ..file("a.pdf") }), Some(Refused::Program { name: "a.pdf".into() }));
    }
}
