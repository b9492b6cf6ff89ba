//! How details are compared: the same phone, e-mail address or name written in several ways gives one key.

/// A phone number's key: its digits, with the British prefix written as a leading zero.
pub fn phone_key(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("0044").or_else(|| if phone.trim_start().starts_with("+44") { digits.strip_prefix("44") } else { None }) {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    }
}

/// An e-mail address's key: lower case.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// A postcode's key: capitals without the space.
pub fn postcode_key(postcode: &str) -> String {
    postcode.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// A name's key: lower case, accents of Welsh and its neighbours taken off, other signs as one space.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for sign in name.chars().flat_map(char::to_lowercase) {
        let plain = match sign {
            'â' | 'á' | 'à' | 'ä' | 'å' | 'ã' => 'a',
            'ê' | 'é' | 'è' | 'ë' => 'e',
            'î' | 'í' | 'ì' | 'ï' => 'i',
            'ô' | 'ó' | 'ò' | 'ö' | 'õ' | 'ø' => 'o',
            'û' | 'ú' | 'ù' | 'ü' => 'u',
            'ŵ' | 'ẃ' | 'ẁ' | 'ẅ' => 'w',
            'ŷ' | 'ý' | 'ỳ' | 'ÿ' => 'y',
            'ç' => 'c',
            'ñ' => 'n',
            '\'' | '’' => continue,
            sign => sign,
        };
        if plain.is_alphanumeric() {
            key.push(plain);
        } else if !key.ends_with(' ') && !key.is_empty() {
            key.push(' ');
        }
    }
    key.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_phone_in_several_ways() {
        for way in ["01632 960 123", "+44 1632 960123", "(01632) 960-123", "0044 (0)1632 960123", "+44 (0)1632 960123"] {
            assert_eq!(phone_key(way), "01632960123", "{way}");
        }
    }

    #[test]
    fn names_without_accents_and_marks() {
        assert_eq!(name_key("  Siân O’Dŵr-Prŷs "), "sian odwr prys");
        assert_eq!(postcode_key("lx1 1aa"), "LX11AA");
    }
}
