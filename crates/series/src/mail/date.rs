//! A moment, as mails and commits write it.

/// A moment with the offset of the clock on the author's wall. It is an input: nothing here asks for the time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Timestamp {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

impl Timestamp {
    /// The same moment some seconds later; patches of a series follow each other by one.
    #[must_use]
    pub fn later(self, seconds: i64) -> Self {
        Self { seconds: self.seconds.saturating_add(seconds), ..self }
    }
}

impl std::fmt::Display for Timestamp {
    /// RFC 5322: `Thu, 1 Jan 1970 00:00:00 +0000`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        // Years of four digits; what lies outside is moved to the nearest end.
        let local = self.seconds.saturating_add(i64::from(self.offset_minutes) * 60);
        let local = local.clamp(0, 253_402_300_799);
        let (days, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        let weekday = DAYS[days.rem_euclid(7) as usize];
        let (sign, offset) = if self.offset_minutes < 0 {
            ('-', -self.offset_minutes)
        } else {
            ('+', self.offset_minutes)
        };
        write!(f, "{weekday}, {day} {} {year} ", MONTHS[month])?;
        write!(f, "{:02}:{:02}:{:02} ", second / 3600, second / 60 % 60, second % 60)?;
        write!(f, "{sign}{:02}{:02}", offset / 60 % 24, offset % 60)
    }
}

/// Year, month from 0 and day from 1 of a day since 1970, by counting years from March in cycles of 400.
fn civil(days: i64) -> (i64, usize, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = (from_march + 2) % 12;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    (era * 400 + year + i64::from(month < 2), month as usize, day)
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[track_caller]
    fn check(seconds: i64, offset_minutes: i32, shown: &str) {
        assert_eq!(Timestamp { seconds, offset_minutes }.to_string(), shown);
    }

    #[test]
    fn dates_read_as_mails_write_them() {
        check(0, 0, "Thu, 1 Jan 1970 00:00:00 +0000");
        check(951_782_400, 0, "Tue, 29 Feb 2000 00:00:00 +0000");
        check(951_868_799, 120, "Wed, 1 Mar 2000 01:59:59 +0200");
        check(1_577_880_000, -330, "Wed, 1 Jan 2020 06:30:00 -0530");
        check(i64::MAX, 0, "Fri, 31 Dec 9999 23:59:59 +0000");
    }
}
