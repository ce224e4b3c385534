use crate::args::{Common, DemoArgs};
use crate::failure::Failure;
pub fn demo(_: &Common, _: &DemoArgs) -> Result<u8, Failure> {
    Err(Failure::Usage("later".into()))
}
