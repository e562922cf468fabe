-- about: public holiday a day belongs to, when Chinese newspapers pause or print less; null for other days / 当日所属节假日
-- arguments: day
-- The days around the Spring Festival, 1 January, Qingming, 1 May, the Dragon Boat and Mid-Autumn festivals and 1 October.
-- Lunar days stand as days after 20 January (since 1949), 25 May and 5 September (since 2008, when they became holidays),
-- up to 2050.
CREATE OR REPLACE MACRO reports.holiday(day) AS
    CASE
        WHEN day - (make_date(year(day), 1, 20) + [
            9, 28, 17, 7, 25, 14, 4, 23, 11, 29, 19, 8, 26, 16, 5, 24, 13, 1, 20, 10, 28, 17, 7, 26, 14, 3, 22, 11, 29, 18,
            8, 27, 16, 5, 24, 13, 31, 20, 9, 28, 17, 7, 26, 15, 3, 21, 11, 30, 18, 8, 27, 16, 4, 23, 12, 2, 20, 9, 29, 18,
            6, 25, 14, 3, 21, 11, 30, 19, 8, 27, 16, 5, 23, 12, 2, 21, 9, 28, 17, 6, 24, 14, 3, 22, 11, 30, 19, 8, 26, 15,
            4, 23, 12, 2, 21, 10, 28, 17, 6, 25, 13, 3
        ][CASE WHEN year(day) >= 1949 THEN year(day) - 1948 END]) BETWEEN -2 AND 7 THEN '春节'
        WHEN month(day) = 1 AND day(day) <= 3 THEN '元旦'
        WHEN month(day) = 4 AND day(day) BETWEEN 4 AND 6 THEN '清明节'
        WHEN month(day) = 5 AND day(day) <= 5 THEN '劳动节'
        WHEN day - (make_date(year(day), 5, 25) + [
            14, 3, 22, 12, 29, 18, 8, 26, 15, 5, 24, 13, 31, 20, 9, 28, 16, 6, 25, 15, 3, 22, 11, 30, 18, 7, 26, 16, 5, 24,
            13, 2, 20, 9, 28, 17, 6, 25, 14, 4, 21, 10, 29
        ][CASE WHEN year(day) >= 2008 THEN year(day) - 2007 END]) BETWEEN -1 AND 2 THEN '端午节'
        WHEN day - (make_date(year(day), 9, 5) + [
            9, 28, 17, 7, 25, 14, 3, 22, 10, 29, 19, 8, 26, 16, 5, 24, 12, 31, 20, 10, 28, 17, 7, 26, 14, 3, 22, 11, 29,
            19, 8, 27, 15, 5, 23, 12, 30, 20, 10, 29, 17, 6, 25
        ][CASE WHEN year(day) >= 2008 THEN year(day) - 2007 END]) BETWEEN -1 AND 2 THEN '中秋节'
        WHEN month(day) = 10 AND day(day) <= 8 THEN '国庆节'
    END;
