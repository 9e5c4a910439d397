// Columns of Eigen, which secagg::span takes where they are contiguous. Compiled in three standards;
// with REFUSED defined as a number, one line that must not compile.
#include <secagg.hpp>
#include <Eigen/Core>
#include <cstdio>
#include <cstdlib>
#include <string>

#ifndef REFUSED
#define REFUSED 0
#endif

static void check(bool holds, const char* what)
{
    if (!holds) {
        std::printf("not so: %s\n", what);
        std::exit(EXIT_FAILURE);
    }
}
#define CHECK(condition) check(condition, #condition)

template <class Range>
static double mean(const Range& column)
{
    return secagg::summary_decode(secagg::summary_encode(column, 16), 16)[0].mean;
}

int main()
{
    Eigen::MatrixXd in_columns(3, 2);
    in_columns << 1, 10, 2, 20, 3, 60;
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> in_rows = in_columns;
    const Eigen::VectorXd vector = in_columns.col(1);
    const Eigen::Vector3f fixed(1, 2, 6);

    // What lies in one piece is taken where it is.
    CHECK(mean(vector) == 30);
    CHECK(mean(fixed) == 3);
    CHECK(mean(in_columns.col(0)) == 2);
    CHECK(mean(in_columns.col(1).segment(1, 2)) == 40);
    CHECK(mean(in_columns.col(1).tail(1)) == 60);
    CHECK(mean(in_rows.row(2)) == 31.5);
    CHECK(mean(Eigen::Map<const Eigen::VectorXd>(in_columns.data(), 6)) == 16);
    CHECK(mean(in_columns) == 16); // all of it
    CHECK(secagg::span<const double>(in_columns.col(1)).data() == in_columns.data() + 3);

    // A result fills it.
    Eigen::VectorXd totals(3);
    secagg::decode_f64(totals, secagg::encode_f64(vector, 16), 16);
    CHECK(totals == vector);
    Eigen::VectorXi counts(2);
    counts << 7, -7;
    CHECK(secagg::decode_i64(secagg::encode_i64(counts)) == std::vector<std::int64_t>({7, -7}));

    // What has gaps is copied by who wants it.
    const Eigen::VectorXd row = in_columns.row(0);
    CHECK(mean(row) == 5.5);
    double raw[6] = {1, 0, 2, 0, 3, 0};
    const Eigen::Map<Eigen::VectorXd, 0, Eigen::InnerStride<2>> strided(raw, 3);
    CHECK(mean(Eigen::VectorXd(strided)) == 2);

#if REFUSED == 1
    mean(in_columns.row(0)); // a row of a matrix that lies in columns
#elif REFUSED == 2
    mean(strided);
#elif REFUSED == 3
    const Eigen::Map<Eigen::VectorXd, 0, Eigen::InnerStride<>> maybe(raw, 3, Eigen::InnerStride<>(2));
    mean(maybe);
#elif REFUSED == 4
    mean(in_columns.block(0, 0, 2, 2));
#elif REFUSED == 5
    mean(in_rows.col(0));
#elif REFUSED == 6
    mean(in_columns.diagonal());
#elif REFUSED == 7
    mean(in_columns.topRows(2));
#endif
}
