//! One GET or POST over HTTPS: no redirect followed, no cookie kept, the body cut at its bound. What the certificate is worth is for
//! others to judge.

use crate::turns::Turns;
use crate::way::Way;
use facts::answer::{HttpResponse, HttpsAnswer, MOST_BODY, Phase, StepEnd, Text};
use facts::{Answer, Name};
use http::header::{ACCEPT, CONNECTION, CONTENT_TYPE, HOST, HeaderName, LOCATION, USER_AGENT};
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};

/// Who asks, so that an administrator who reads his log finds out.
const AGENT: &str = concat!("mailaudit/", env!("CARGO_PKG_VERSION"));
/// How long the farewell may take.
const FAREWELL: Duration = Duration::from_millis(500);
/// Bytes of status line and header that are taken in.
const MOST_HEADER: usize = 64 * 1024;
/// Bytes of one header field that are kept.
const LONGEST_FIELD: usize = 2048;

/// What is asked for.
pub(crate) struct Call {
    url: Uri,
    name: Option<Name>,
    post: Option<Bytes>,
}

impl Call {
    /// Reads an `https` URL; `None` for anything else.
    pub(crate) fn parse(url: &str, post: Option<&str>) -> Option<Self> {
        let url: Uri = url.parse().ok().filter(|url: &Uri| url.scheme_str() == Some("https"))?;
        let authority = url.authority()?;
        // Who would be shown a name and a password that are not his?
        let sound = !authority.as_str().contains('@') && !authority.host().is_empty();
        let name = Name::parse(authority.host()).ok().filter(|_| authority.host().parse::<IpAddr>().is_err());
        let post = post.map(|text| Bytes::copy_from_slice(text.as_bytes()));
        sound.then_some(Self { url, name, post })
    }

    pub(crate) fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.port_u16().unwrap_or(443)
    }
}

/// Asks the server at `addr`, connecting to `to`, when it is its turn.
pub(crate) async fn fetch(turns: Turns, addr: IpAddr, to: SocketAddr, call: Call) -> Answer {
    let turn = match turns.at(addr).await {
        Ok(turn) => turn,
        Err(why) => return Answer::NotAsked(why),
    };
    let mut way = Way { alpn: &[b"http/1.1"], ..Way::new(to, call.name.clone(), turns.limits()) };
    let stream = match way.connect().await {
        Ok(stream) => stream,
        Err(why) => return Answer::NotAsked(why),
    };
    let mut tasks = JoinSet::new();
    let response = match stream {
        Some(stream) => request(&mut way, stream, &call, &mut tasks).await,
        None => None,
    };
    // Until the server has let go too, another connection would be a second one to it; the answer need not wait for that.
    tokio::spawn(async move {
        let _ = timeout(FAREWELL, tasks.join_next()).await;
        drop(turn);
    });
    Answer::Https(HttpsAnswer { steps: way.done.steps, tls: way.done.tls, response })
}

async fn request(way: &mut Way, stream: tokio::net::TcpStream, call: &Call, tasks: &mut JoinSet<()>) -> Option<HttpResponse> {
    let stream = way.handshake(stream).await?;
    let (begun, deadline) = (Instant::now(), way.until(way.limits.command));
    let (end, response) = match timeout_at(deadline, exchange(stream, call, deadline, tasks)).await {
        Ok(Ok(response)) => (StepEnd::Done, Some(response)),
        Ok(Err(error)) if error.is_parse() => (StepEnd::Garbage(Text::from("no HTTP response")), None),
        Ok(Err(_)) => (StepEnd::Closed, None),
        Err(_) => (StepEnd::Timeout, None),
    };
    way.step(Phase::Request, end, begun);
    response
}

/// The connection ends with `tasks`, whatever becomes of the request.
async fn exchange<S>(stream: S, call: &Call, deadline: Instant, tasks: &mut JoinSet<()>) -> Result<HttpResponse, hyper::Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let builder = http1::Builder::new().max_buf_size(MOST_HEADER).max_headers(100).handshake(TokioIo::new(stream));
    let (mut sender, connection) = builder.await?;
    tasks.spawn(async move {
        let Ok(parts) = connection.without_shutdown().await else { return };
        let (mut stream, mut left) = (parts.io.into_inner(), [0; 1024]);
        if stream.shutdown().await.is_ok() {
            while stream.read(&mut left).await.is_ok_and(|read| read > 0) {}
        }
    });
    let path = call.url.path_and_query().map_or("/", |path| path.as_str());
    let host = call.url.authority().map_or("", |authority| authority.as_str());
    let request = match &call.post {
        Some(_) => Request::post(path).header(CONTENT_TYPE, "text/xml; charset=utf-8"),
        None => Request::get(path),
    };
    let request = request.header(HOST, host).header(USER_AGENT, AGENT).header(ACCEPT, "*/*").header(CONNECTION, "close");
    // Its parts were those of a URL, and always fit.
    let request = request.body(Full::new(call.post.clone().unwrap_or_default())).unwrap_or_default();
    let response = sender.send_request(request).await?;
    Ok(taken_in(response, deadline).await)
}

async fn taken_in(response: Response<Incoming>, deadline: Instant) -> HttpResponse {
    let field = |name: HeaderName| {
        let value = response.headers().get(name)?.as_bytes();
        Some(String::from_utf8_lossy(&value[..value.len().min(LONGEST_FIELD)]).into_owned())
    };
    let (content_type, location) = (field(CONTENT_TYPE), field(LOCATION));
    let mut taken = HttpResponse { status: response.status().as_u16(), content_type, location, ..HttpResponse::default() };
    let mut body = response.into_body();
    loop {
        let frame = match timeout_at(deadline, body.frame()).await {
            Ok(None) => return taken,
            Ok(Some(Ok(frame))) => frame,
            // What came so far is kept, and known to be a part.
            Ok(Some(Err(_))) | Err(_) => break,
        };
        if let Ok(data) = frame.into_data() {
            let room = MOST_BODY - taken.body.0.len();
            taken.body.0.extend_from_slice(&data[..data.len().min(room)]);
            if data.len() > room {
                break;
            }
        }
    }
    taken.truncated = true;
    taken
}

#[cfg(test)]
mod tests;
