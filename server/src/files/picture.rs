//! An uploaded picture made safe: decoded and drawn anew, so that nothing that was hidden in the file is kept.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageDecoder, ImageReader, Limits};

/// The longest side that is kept, in pixels: enough to see a pothole, small enough for a slow line.
const SIDE_PX_MAX: u32 = 1600;
/// A picture larger than this would need too much memory to open, whatever its file's size.
const SIDE_PX_OPEN_MAX: u32 = 12_000;
const MEMORY_BYTES_MAX: u64 = 256 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;

/// A picture that is safe to keep and show.
#[derive(Clone, Debug)]
pub struct Picture {
    /// A JPEG without any metadata.
    pub jpeg: Vec<u8>,
    /// Degrees north and east, if the camera wrote them.
    pub point: Option<(f64, f64)>,
}

/// Opens a JPEG, PNG, WebP or GIF by what it holds, whatever its name says. `None` when it is none of these or is broken.
pub fn take(bytes: &[u8]) -> Option<Picture> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_PX_OPEN_MAX);
    limits.max_image_height = Some(SIDE_PX_OPEN_MAX);
    limits.max_alloc = Some(MEMORY_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // The camera says which way up it was held; this is lost with the metadata, so it is done now.
    let turn = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let point = decoder.exif_metadata().ok().flatten().and_then(|exif| point_of(&exif));
    let mut picture = image::DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(turn);
    if picture.width().max(picture.height()) > SIDE_PX_MAX {
        picture = picture.resize(SIDE_PX_MAX, SIDE_PX_MAX, image::imageops::FilterType::Triangle);
    }
    let mut jpeg = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)).ok()?;
    Some(Picture { jpeg, point })
}

/// The place that the camera wrote into a photo's Exif block (Exif 2.32, section 4.6.6).
fn point_of(exif: &[u8]) -> Option<(f64, f64)> {
    let exif = exif::Reader::new().read_raw(exif.to_vec()).ok()?;
    let degrees = |tag, reference, negative: &str| {
        let exif::Value::Rational(parts) = &exif.get_field(tag, exif::In::PRIMARY)?.value else {
            return None;
        };
        let [degrees, minutes, seconds] = parts.as_slice() else {
            return None;
        };
        let value = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
        let sign = exif.get_field(reference, exif::In::PRIMARY)?.display_value().to_string();
        value.is_finite().then_some(if sign.starts_with(negative) { -value } else { value })
    };
    let north = degrees(exif::Tag::GPSLatitude, exif::Tag::GPSLatitudeRef, "S")?;
    let east = degrees(exif::Tag::GPSLongitude, exif::Tag::GPSLongitudeRef, "W")?;
    (north.abs() <= 90.0 && east.abs() <= 180.0).then_some((north, east))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_drawn_anew_and_smaller() {
        let mut png = Vec::new();
        let big = image::RgbImage::from_pixel(3200, 100, image::Rgb([200, 30, 30]));
        big.write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).expect("writes");
        let taken = take(&png).expect("a picture");
        let seen = image::load_from_memory(&taken.jpeg).expect("a JPEG");
        assert_eq!((seen.width(), seen.height()), (1600, 50));
        assert_eq!(taken.point, None);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b""[..], b"<svg onload=alert(1)>", b"%PDF-1.4", b"\xff\xd8\xff\xe0 not really", b"GIF89a\xff\xff\xff\xff"] {
            assert!(take(bytes).is_none());
        }
    }
}
