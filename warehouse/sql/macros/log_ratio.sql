-- about: effect size of the same: how many times twice as frequent here as there / 对数频率比
-- arguments: n_1, total_1, n_2, total_2
-- example: reports.log_ratio(30, 1000, 10, 1000)
-- Hardie 2014, "Log Ratio: an informal introduction": log2 of the relative frequencies; 0.5 stands for 0 times.
CREATE OR REPLACE MACRO reports.log_ratio(n_1, total_1, n_2, total_2) AS
    log2(greatest(n_1, 0.5)::DOUBLE / total_1 / (greatest(n_2, 0.5)::DOUBLE / total_2));
