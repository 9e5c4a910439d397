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

/// Whether a range is refused in the run, by its name.
template <class Range>
static bool is_refused(const Range& range)
{
    try {
        (void)mean(range);
    } catch (const secagg::error& error) {
        return std::string(error.what()) ==
               "SECAGG_UNSUPPORTED_TYPE from secagg::span: the elements of this range are not "
               "contiguous: copy it first";
    }
    return false;
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

    // What may have gaps is looked at in the run.
    using strides = Eigen::InnerStride<>;
    using steps = Eigen::Map<const Eigen::VectorXd, 0, strides>;
    CHECK(mean(steps(in_columns.data(), 6, strides(1))) == 16);
    CHECK(is_refused(steps(raw, 3, strides(2))));
    CHECK(mean(steps(raw, 1, strides(2))) == 1); // one has no next
    CHECK(mean(in_columns.block(0, 1, 3, 1)) == 30);
    CHECK(mean(in_columns.rightCols(1)) == 30);
    CHECK(mean(in_columns.topRows(3)) == 16);
    CHECK(is_refused(in_columns.topRows(2)));
    CHECK(is_refused(in_columns.block(0, 0, 2, 2)));
    CHECK(mean(Eigen::Map<Eigen::MatrixXd>(raw, 2, 3)) == 1);
    CHECK(is_refused(Eigen::Map<Eigen::MatrixXd, 0, Eigen::OuterStride<>>(raw, 1, 3,
                                                                        Eigen::OuterStride<>(2))));
    CHECK(mean(Eigen::Ref<const Eigen::MatrixXd>(in_columns)) == 16);
    CHECK(is_refused(Eigen::Ref<Eigen::MatrixXd>(in_columns.topRows(2))));
    CHECK(mean(Eigen::Ref<Eigen::VectorXd>(in_columns.col(1))) == 30);

    // A part of a matrix is filled in its place.
    secagg::decode_f64(in_columns.col(0), secagg::encode_f64(vector, 16), 16);
    CHECK(in_columns.col(0) == vector && in_columns.col(1) == vector);

#if REFUSED == 1
    mean(in_columns.row(0)); // a row of a matrix that lies in columns
#elif REFUSED == 2
    mean(strided);
#elif REFUSED == 3
    mean(in_rows.col(0));
#elif REFUSED == 4
    mean(in_columns.diagonal());
#elif REFUSED == 5
    mean(Eigen::Matrix3d::Identity().eval().row(1));
#endif
}
