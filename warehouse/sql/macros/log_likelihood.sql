-- about: keyness of a word with n_1 of total_1 words here and n_2 of total_2 there; past 15.13 chance is 1 in 10,000 / 对数似然比
-- arguments: n_1, total_1, n_2, total_2
-- example: reports.log_likelihood(30, 1000, 10, 1000)
-- Rayson & Garside 2000, "Comparing corpora using frequency profiling": twice the sum of n ln(n / expected).
CREATE OR REPLACE MACRO reports.log_likelihood(n_1, total_1, n_2, total_2) AS
    2 * (
        CASE WHEN n_1 > 0
            THEN n_1 * ln(n_1::DOUBLE * (total_1 + total_2) / (total_1::DOUBLE * (n_1 + n_2))) ELSE 0 END
        + CASE WHEN n_2 > 0
            THEN n_2 * ln(n_2::DOUBLE * (total_1 + total_2) / (total_2::DOUBLE * (n_1 + n_2))) ELSE 0 END
    );
