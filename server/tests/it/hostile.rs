//! What nobody should send: it gets a clear answer, and nothing breaks.

use std::io::Cursor;

use axum::http::StatusCode;

use crate::support::{Centre, both_databases, report};

both_databases!(html_stays_words, ten_megabytes_of_text, bytes_that_are_no_text, uploads, odd_addresses);

const NASTY: &str = "<script>alert('1')</script>\"><img src=x onerror=alert(1)> =1+1 \u{202e}';--";

async fn html_stays_words(centre: Centre) {
    let mut resident = centre.visitor();
    let done = report(&mut resident, NASTY, &[("name", NASTY), ("email", "n@mail.example")]).await;
    let mut agent = centre.staff("agent", "oxmoor").await;
    let list = agent.page("/requests?team=any").await;
    let id = list.split("href=\"/requests/").nth(1).and_then(|rest| rest.split('"').next()).expect("a request").to_owned();
    let mut pages = vec![resident.page(&done).await, list, agent.page(&format!("/requests/{id}")).await, agent.page("/people?q=script+alert").await];
    let query = serde_urlencoded::to_string([("q", NASTY)]).expect("a query");
    pages.push(agent.page(&format!("/requests?{query}")).await);
    pages.push(resident.page(&format!("/oxmoor/search?{query}")).await);
    pages.push(agent.page(&format!("/people?{query}")).await);
    for page in pages {
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
    }
}

async fn ten_megabytes_of_text(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/oxmoor/bulky-waste", &[]).await;
    resident.done(&format!("{form}/address"), &[("address-line", "1 Larch Road")]).await;
    let body = format!("items={}", "a".repeat(10 * 1024 * 1024));
    let answer = resident.post_raw(&format!("{form}/items"), "application/x-www-form-urlencoded", body.into_bytes()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("Nothing was changed"), "{}", answer.body);
    // What fits the form but not the question is said beside the question, and is still there.
    let long = "b".repeat(1001);
    let answer = resident.post(&format!("{form}/items"), &[("items", &long)]).await;
    assert!(answer.body.contains("Use 1000 characters or fewer") && answer.body.contains(&long));
    assert!(resident.page(&format!("{form}/items")).await.contains("What do you want us to take?"));
}

async fn bytes_that_are_no_text(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/oxmoor/bulky-waste", &[]).await;
    let path = format!("{form}/address");
    for body in [&b"address-line=%FF%FE%00"[..], b"address-line=\xff\xfe", b"%", b"=&=&&&", b"address-line"] {
        let answer = resident.post_raw(&path, "application/x-www-form-urlencoded", body.to_vec()).await;
        assert!(answer.status == StatusCode::BAD_REQUEST || answer.status == StatusCode::OK, "{body:?}: {}", answer.status);
    }
    // Signs that no keyboard sends are left out, and one database would refuse them.
    let to = resident.post_raw(&path, "application/x-www-form-urlencoded", b"address-line=1+Larch%00+Road%07".to_vec()).await;
    assert_eq!(to.status, StatusCode::SEE_OTHER);
    assert!(resident.page(&path).await.contains("value=\"1 Larch Road\""));
    for kind in ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"] {
        let answer = resident.post_raw(&path, kind, b"--x\r\nnonsense".to_vec()).await;
        assert!(!answer.status.is_server_error(), "{kind}: {}", answer.status);
    }
}

fn upload(name: &str, kind: &str, bytes: &[u8]) -> Vec<u8> {
    let mut body =
        format!("--edge\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n").into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    body
}

/// A JPEG with a place in its Exif block: 52° 24' 36" north, 2° 36' 36" west.
pub fn photo_with_place() -> Vec<u8> {
    let mut jpeg = Vec::new();
    image::RgbImage::from_pixel(40, 30, image::Rgb([10, 120, 30])).write_to(&mut Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).expect("a JPEG");
    let mut tiff: Vec<u8> = b"MM\0*\0\0\0\x08".to_vec();
    tiff.extend(b"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0");
    tiff.extend(b"\0\x04");
    tiff.extend(b"\0\x01\0\x02\0\0\0\x02N\0\0\0");
    tiff.extend(b"\0\x02\0\x05\0\0\0\x03\0\0\0\x50");
    tiff.extend(b"\0\x03\0\x02\0\0\0\x02W\0\0\0");
    tiff.extend(b"\0\x04\0\x05\0\0\0\x03\0\0\0\x68");
    tiff.extend(b"\0\0\0\0");
    for part in [52u32, 24, 36, 2, 36, 36] {
        tiff.extend(part.to_be_bytes());
        tiff.extend(1u32.to_be_bytes());
    }
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(tiff);
    let mut whole = jpeg[..2].to_vec();
    whole.extend([0xff, 0xe1]);
    whole.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    whole.extend(exif);
    whole.extend(&jpeg[2..]);
    whole
}

async fn uploads(centre: Centre) {
    let mut resident = centre.visitor();
    let form = resident.done("/loxshire/pothole", &[]).await;
    resident.done(&format!("{form}/place"), &[("place-words", "Hatch Hill")]).await;
    resident.done(&format!("{form}/surface"), &[("surface", "road")]).await;
    resident.done(&format!("{form}/depth"), &[("depth", "shallow")]).await;
    resident.done(&format!("{form}/hurt"), &[("hurt", "no")]).await;
    let path = format!("{form}/photo");
    let kind = "multipart/form-data; boundary=edge";
    for (name, bytes) in [
        ("photo.jpg", &b"<svg onload=alert(1)>"[..]),
        ("photo.jpg.exe", b"MZ\x90\0"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x02\0\0\0"),
        ("photo.gif", b"GIF89a\xff\xff\xff\xff"),
    ] {
        let answer = resident.post_raw(&path, kind, upload(name, "image/jpeg", bytes)).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert!(answer.body.contains("Choose a picture: JPEG, PNG, WebP or GIF"), "{name}: {}", answer.body);
    }
    let answer = resident.post_raw(&path, kind, upload("big.jpg", "image/jpeg", &vec![0; 11 * 1024 * 1024])).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = resident.post_raw(&path, kind, upload("../../ŵ.jpg", "text/html", &photo_with_place())).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(centre.number("SELECT COUNT(*) FROM file WHERE lat > 52.409 AND lat < 52.411 AND lon > -2.611 AND lon < -2.609").await, 1);
    let page = resident.page(&path).await;
    let file = page.split("/files/").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture").to_owned();
    let picture = resident.page(&format!("{form}/files/{file}")).await;
    assert!(!picture.contains("Exif"), "the place is taken out of the picture");
    // A picture of somebody else's form is not kept in one's own, even by its id.
    let mut stranger = centre.visitor();
    let other = stranger.done("/loxshire/pothole", &[]).await;
    for (ask, field, value) in
        [("place", "place-words", "Elsewhere"), ("surface", "surface", "road"), ("depth", "depth", "shallow"), ("hurt", "hurt", "no")]
    {
        stranger.done(&format!("{other}/{ask}"), &[(field, value)]).await;
    }
    let kept = crate::support::multipart(&[("kept", file.as_bytes(), None)]);
    stranger.post_raw(&format!("{other}/photo"), crate::support::MULTIPART, kept).await;
    assert_eq!(stranger.get(&format!("{other}/files/{file}")).await.status, StatusCode::NOT_FOUND, "pictures of other forms");
    // The place that was in it is used for the request, since no point was chosen on the map.
    resident.done(&format!("{form}/check"), &[]).await;
    assert_eq!(centre.number("SELECT COUNT(*) FROM request WHERE lat > 52.409 AND lat < 52.411 AND lon < -2.609").await, 1);
}

async fn odd_addresses(centre: Centre) {
    let mut resident = centre.visitor();
    for path in [
        "/%2Fevil.example/language/cy",
        "/oxmoor/%00",
        "/%F0%9F%92%A9",
        "/oxmoor/form/%2e%2e",
        "/oxmoor//",
        "/oxmoor/search?q=%00%FF",
        "/oxmoor/go/x/y/z",
        "/oxmoor/track/%00?key=%00",
        "/assets/..%2f..%2fCargo.toml",
    ] {
        let answer = resident.get(path).await;
        assert!(!answer.status.is_server_error(), "{path}: {} {}", answer.status, answer.body);
    }
    // A language link goes back to this authority's pages alone.
    for to in ["https://elsewhere.example", "//elsewhere.example", "/wendle", "/oxmoor.example"] {
        let query = serde_urlencoded::to_string([("to", to)]).expect("a query");
        assert_eq!(resident.get(&format!("/oxmoor/language/cy?{query}")).await.to, "/oxmoor", "{to}");
    }
}
