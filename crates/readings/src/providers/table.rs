//! The table of providers: reviewed data, one line each. Change it here, and only with a source.

use super::{Kind, Legacy, Provider};

type Names = &'static [&'static str];

const fn mailbox(name: &'static str, exchanges: Names, includes: Names, selectors: Names) -> Provider {
    Provider { name, kind: Kind::Mailbox, exchanges, includes, selectors }
}

const fn gateway(name: &'static str, exchanges: Names, includes: Names, selectors: Names) -> Provider {
    Provider { name, kind: Kind::Gateway, exchanges, includes, selectors }
}

const fn sender(name: &'static str, includes: Names, selectors: Names) -> Provider {
    Provider { name, kind: Kind::Sender, exchanges: &[], includes, selectors }
}

/// Google's hosts: the five of old are still served beside the single one of today, and are
/// spelled out so that a typo in one of them is recognised.
const GOOGLE: Names = &[
    "smtp.google.com",
    "aspmx.l.google.com",
    "alt1.aspmx.l.google.com",
    "alt2.aspmx.l.google.com",
    "alt3.aspmx.l.google.com",
    "alt4.aspmx.l.google.com",
    "aspmx2.googlemail.com",
    "aspmx3.googlemail.com",
    "aspmx4.googlemail.com",
    "aspmx5.googlemail.com",
    "*.l.google.com",
    "*.googlemail.com",
];

pub(super) const PROVIDERS: &[Provider] = &[
    // Mailboxes.
    mailbox("Google Workspace", GOOGLE, &["_spf.google.com", "_netblocks*.google.com"], &["google"]),
    mailbox(
        "Microsoft 365",
        &["*.mail.protection.outlook.com", "*.mx.microsoft", "*.olc.protection.outlook.com"],
        &["spf.protection.outlook.com"],
        &["selector1", "selector2"],
    ),
    mailbox("Yandex 360", &["mx.yandex.net", "mx.yandex.ru"], &["_spf.yandex.net"], &["mail"]),
    mailbox("VK WorkSpace (Mail.ru)", &["emx.mail.ru", "mxs.mail.ru"], &["_spf.mail.ru"], &["mailru"]),
    mailbox("Rambler", &["inmx.rambler.ru"], &[], &[]),
    mailbox("Beget", &["mx1.beget.com", "mx2.beget.com", "mx1.beget.ru", "mx2.beget.ru"], &["beget.com"], &["beget"]),
    mailbox("REG.RU", &["mx1.hosting.reg.ru", "mx2.hosting.reg.ru"], &["_spf.hosting.reg.ru"], &["dkim"]),
    mailbox("Timeweb", &["mx1.timeweb.ru", "mx2.timeweb.ru"], &["_spf.timeweb.ru"], &["dkim"]),
    mailbox("SpaceWeb", &["mx1.spaceweb.ru", "mx2.spaceweb.ru"], &[], &[]),
    mailbox("RU-CENTER", &["mail.nic.ru", "*.nicmail.ru"], &[], &[]),
    mailbox("Yahoo", &["*.yahoodns.net"], &[], &[]),
    mailbox("Apple iCloud", &["mx01.mail.icloud.com", "mx02.mail.icloud.com", "*.mail.icloud.com"], &["icloud.com"], &["sig1"]),
    mailbox(
        "Zoho Mail",
        &["mx.zoho.com", "mx2.zoho.com", "mx3.zoho.com"],
        &["zohomail.com", "zoho.com", "one.zoho.com"],
        &["zoho", "zmail"],
    ),
    mailbox("Zoho Mail (EU)", &["mx.zoho.eu", "mx2.zoho.eu", "mx3.zoho.eu"], &["zohomail.eu"], &["zoho", "zmail"]),
    mailbox("Zoho Mail (India)", &["mx.zoho.in", "mx2.zoho.in", "mx3.zoho.in"], &["zohomail.in"], &["zoho", "zmail"]),
    mailbox(
        "Proton Mail",
        &["mail.protonmail.ch", "mailsec.protonmail.ch"],
        &["_spf.protonmail.ch"],
        &["protonmail", "protonmail2", "protonmail3"],
    ),
    mailbox(
        "Fastmail",
        &["in1-smtp.messagingengine.com", "in2-smtp.messagingengine.com"],
        &["spf.messagingengine.com"],
        &["fm1", "fm2", "fm3"],
    ),
    mailbox("Rackspace Email", &["mx1.emailsrvr.com", "mx2.emailsrvr.com", "*.emailsrvr.com"], &["emailsrvr.com"], &[]),
    mailbox("GoDaddy", &["smtp.secureserver.net", "mailstore1.secureserver.net", "*.secureserver.net"], &["secureserver.net"], &[]),
    mailbox("Namecheap Private Email", &["mx1.privateemail.com", "mx2.privateemail.com"], &["spf.privateemail.com"], &["default"]),
    mailbox("Titan", &["mx1.titan.email", "mx2.titan.email", "mx*.titan.email"], &["spf.titan.email"], &["titan1", "titan2"]),
    mailbox(
        "Hostinger",
        &["mx1.hostinger.com", "mx2.hostinger.com"],
        &["_spf.mail.hostinger.com", "_spf.hostinger.com"],
        &["hostingermail-a", "hostingermail-b", "hostingermail-c"],
    ),
    mailbox("OVH", &["*.mail.ovh.net", "*.ovh.net"], &["mx.ovh.com"], &[]),
    mailbox(
        "IONOS",
        &["mx00.ionos.*", "mx01.ionos.*", "mx00.ionos.co.uk", "mx01.ionos.co.uk", "mx0*.kundenserver.de", "mx*.1and1.com"],
        &["_spf-*.ionos.com", "_spf.perfora.net", "_spf.kundenserver.de"],
        &["s1-ionos", "s2-ionos"],
    ),
    mailbox("STRATO", &["smtpin.rzone.de"], &[], &[]),
    mailbox("Gandi", &["spool.mail.gandi.net", "fb.mail.gandi.net"], &["_mailcust.gandi.net"], &["gm1", "gm2", "gm3"]),
    mailbox("Migadu", &["aspmx1.migadu.com", "aspmx2.migadu.com"], &["spf.migadu.com"], &["key1", "key2", "key3"]),
    mailbox("Purelymail", &["mailserver.purelymail.com"], &["_spf.purelymail.com"], &["purelymail1", "purelymail2", "purelymail3"]),
    mailbox(
        "mailbox.org",
        &["mxext1.mailbox.org", "mxext2.mailbox.org", "mxext3.mailbox.org"],
        &["mailbox.org"],
        &["mbo0001", "mbo0002", "mbo0003", "mbo0004"],
    ),
    mailbox("Tuta", &["mail.tutanota.de"], &["spf.tutanota.de"], &["s1", "s2"]),
    mailbox("GMX and WEB.DE", &["mx00.gmx.net", "mx01.gmx.net", "mx0*.emig.gmx.net", "mx-ha*.web.de"], &[], &[]),
    mailbox("KPN", &["*.kpnmail.nl"], &[], &[]),
    mailbox("Orange", &["smtp-in.orange.fr", "*.orange.fr"], &[], &[]),
    mailbox("Tencent Exmail and QQ", &["mxbiz1.qq.com", "mxbiz2.qq.com", "mx*.qq.com"], &["spf.mail.qq.com"], &[]),
    mailbox("NetEase", &["mx.ym.163.com", "*.netease.com"], &["spf.163.com"], &[]),
    mailbox("Alibaba Mail", &["mx1.qiye.aliyun.com", "mx2.qiye.aliyun.com", "mx3.qiye.aliyun.com"], &["spf.qiye.aliyun.com"], &[]),
    mailbox("Naver and Daum", &["mx*.naver.com", "mx*.hanmail.net", "*.daum.net"], &[], &[]),
    // Take mail and pass it on; most of them also offer to send for their customers.
    gateway("Mimecast", &["*.mimecast.com", "*.mimecast.co.za", "*.mimecast-offshore.com"], &["*._netblocks.mimecast.com"], &[]),
    gateway("Proofpoint", &["*.pphosted.com", "*.gpphosted.com"], &["spf-*.pphosted.com"], &[]),
    gateway("Proofpoint Essentials", &["*.ppe-hosted.com"], &[], &[]),
    gateway("Barracuda", &["*.ess.barracudanetworks.com", "*.barracudanetworks.com"], &["spf.ess.barracudanetworks.com"], &[]),
    gateway("Cisco Secure Email", &["*.iphmx.com"], &["*.spf.*.iphmx.com"], &[]),
    gateway("Broadcom Email Security", &["*.messagelabs.com"], &["spf.messagelabs.com"], &[]),
    gateway("Trend Micro", &["*.trendmicro.com", "*.trendmicro.eu"], &["spf.tmes.trendmicro.com"], &[]),
    gateway("Trellix", &["*.fireeyecloud.com"], &[], &[]),
    gateway("Sophos", &["*.hydra.sophos.com"], &[], &[]),
    gateway("Hornetsecurity", &["*.hornetsecurity.com", "*.antispameurope.com", "*.vadesecure.com"], &[], &[]),
    gateway("SiteGround", &["*.mailspamprotection.com"], &["*.spf.auto.dnssmarthost.net"], &[]),
    gateway("N-able Mail Assure", &["*.antispamcloud.com", "*.spamexperts.*"], &[], &[]),
    gateway("Cloudfilter", &["*.cloudfilter.net"], &[], &[]),
    gateway(
        "Cloudflare Email Routing",
        &["route1.mx.cloudflare.net", "route2.mx.cloudflare.net", "route3.mx.cloudflare.net", "*.mx.cloudflare.net"],
        &["_spf.mx.cloudflare.net"],
        &[],
    ),
    gateway("ImprovMX", &["mx1.improvmx.com", "mx2.improvmx.com"], &["spf.improvmx.com"], &[]),
    gateway("Forward Email", &["mx1.forwardemail.net", "mx2.forwardemail.net"], &["spf.forwardemail.net"], &[]),
    gateway("SimpleLogin", &["mx1.simplelogin.co", "mx2.simplelogin.co"], &["simplelogin.co"], &["dkim"]),
    gateway("Amazon SES", &["inbound-smtp.*.amazonaws.com"], &["amazonses.com"], &[]),
    gateway("Mailgun", &["mxa.mailgun.org", "mxb.mailgun.org"], &["mailgun.org"], &["mx", "k1", "pic"]),
    gateway("SendGrid", &["mx.sendgrid.net"], &["sendgrid.net"], &["s1", "s2", "smtpapi"]),
    // Send only.
    sender("UniSender", &["spf.unisender.ru", "_spf.unisender.ru"], &["us"]),
    sender("Mailchimp", &["servers.mcsv.net"], &["k1", "k2", "k3"]),
    sender("Mandrill", &["spf.mandrillapp.com"], &["mandrill", "mte1", "mte2"]),
    sender("Brevo", &["spf.brevo.com", "spf.sendinblue.com"], &["brevo1", "brevo2", "mail", "sendinblue"]),
    sender("Postmark", &["spf.mtasv.net"], &["pm"]),
    sender("MailerLite", &["_spf.mlsend.com"], &["litesrv"]),
    sender("Mailjet", &["spf.mailjet.com"], &["mailjet"]),
    sender("SparkPost", &["sparkpostmail.com"], &[]),
    sender("Salesforce", &["_spf.salesforce.com"], &[]),
    sender("Salesforce Marketing Cloud", &["cust-spf.exacttarget.com"], &[]),
    sender("Pardot", &["et._spf.pardot.com"], &[]),
    sender("Zendesk", &["mail.zendesk.com"], &["zendesk1", "zendesk2"]),
    sender("HubSpot", &["*.spf*.hubspotemail.net"], &[]),
    sender("Constant Contact", &["spf.constantcontact.com"], &["ctct1", "ctct2"]),
    sender("Help Scout", &["helpscoutemail.com"], &[]),
    sender("Freshdesk", &["email.freshdesk.com"], &[]),
    sender("Elastic Email", &["_spf.elasticemail.com"], &["api"]),
    sender("SMTP2GO", &["spf.smtp2go.com"], &[]),
    sender("Marketo", &["mktomail.com"], &["m1", "mkto"]),
    sender("SendPulse", &["spf.sendpulse.com", "mxsspf.sendpulse.com"], &[]),
    sender("Mindbox", &["spf.mindbox.ru"], &["mindbox"]),
    sender("Atlassian", &["_spf.atlassian.net"], &[]),
    sender("Shopify", &["shops.shopify.com"], &[]),
    sender("MailChannels", &["relay.mailchannels.net"], &[]),
];

pub(super) const LEGACY: &[Legacy] = &[
    Legacy {
        exchange: "*.psmtp.com",
        provider: "Postini (Google)",
        today: "smtp.google.com",
        source: "https://support.google.com/postini/answer/140069",
    },
    Legacy {
        exchange: "mail.messaging.microsoft.com",
        provider: "Microsoft",
        today: "*.mail.protection.outlook.com",
        source: "https://www.vermasandeep.in/2018/05/avoid-email-delivery-delays-update-your.html",
    },
    Legacy {
        exchange: "*.mail.eo.outlook.com",
        provider: "Microsoft",
        today: "*.mail.protection.outlook.com",
        source: "https://www.vermasandeep.in/2018/05/avoid-email-delivery-delays-update-your.html",
    },
    Legacy {
        exchange: "*.global.frontbridge.com",
        provider: "Microsoft",
        today: "*.mail.protection.outlook.com",
        source: "https://www.vermasandeep.in/2018/05/avoid-email-delivery-delays-update-your.html",
    },
];
