//! How long to wait for one server before sending again, learnt from its round trips (RFC 6298).

use std::time::Duration;

/// Below this a busy machine, or a burst of questions that it works off, would be taken for a lost packet.
const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(3);

/// The smoothed round trip of one upstream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rtt {
    first: Duration,
    measured: Option<(f64, f64)>,
}

impl Rtt {
    pub(super) fn new(first: Duration) -> Self {
        Self { first, measured: None }
    }

    /// One round trip. Each transmission has an id of its own, so that no sample is ambiguous.
    pub(super) fn sample(&mut self, took: Duration) {
        let took = took.as_secs_f64();
        self.measured = Some(match self.measured {
            None => (took, took / 2.0),
            Some((smoothed, variation)) => (0.875 * smoothed + 0.125 * took, 0.75 * variation + 0.25 * (smoothed - took).abs()),
        });
    }

    /// The wait before the first retransmission; later ones double it.
    pub(super) fn wait(&self) -> Duration {
        match self.measured {
            None => self.first,
            Some((smoothed, variation)) => Duration::from_secs_f64(smoothed + 4.0 * variation).clamp(SHORTEST, LONGEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_follows_the_round_trips() {
        let ms = Duration::from_millis;
        let mut rtt = Rtt::new(ms(400));
        assert_eq!(rtt.wait(), ms(400));
        rtt.sample(ms(200));
        assert_eq!(rtt.wait(), ms(600));
        for _ in 0..50 {
            rtt.sample(ms(200));
        }
        assert!(rtt.wait() < ms(210) && rtt.wait() >= ms(200), "{:?}", rtt.wait());
        for _ in 0..50 {
            rtt.sample(ms(1));
        }
        assert_eq!(rtt.wait(), SHORTEST);
        for _ in 0..50 {
            rtt.sample(ms(9000));
        }
        assert_eq!(rtt.wait(), LONGEST);
    }
}
