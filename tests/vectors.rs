//! Every line of tests/vectors reconstructs: shares of another implementation, see the README there.

use secagg::field::Value;
use secagg::options::RunOptions;
use secagg::sharing::share::Share;
use secagg::sharing::{additive, shamir, sum};

/// The fields of every line but the first, which names the columns.
fn lines(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a file of vectors");
    text.lines().skip(1).map(|line| line.split(',').map(String::from).collect()).collect()
}

fn number(field: &str) -> usize {
    field.parse().expect("a number")
}

fn value(field: &str) -> Value {
    assert_eq!(field.len(), 32);
    let byte = |index| u8::from_str_radix(&field[2 * index..2 * index + 2], 16).expect("a byte");
    Value::from_bytes(std::array::from_fn(byte))
}

fn values(fields: &[String]) -> Vec<Value> {
    fields.iter().map(|field| value(field)).collect()
}

/// Those of the shares with these x, in this order.
fn chosen<'a>(shares: &'a [Value], xs: &[u32]) -> Vec<Share<'a>> {
    xs.iter().map(|&x| Share { x, values: std::slice::from_ref(&shares[x as usize - 1]) }).collect()
}

/// The first t and the last t of the n, and many others in random orders (by the splitmix64
/// generator, so that a failure can be repeated).
fn subsets(n: usize, t: usize) -> Vec<Vec<u32>> {
    let mut xs: Vec<u32> = (1..=n as u32).collect();
    let mut subsets = vec![xs[..t].to_vec(), xs[n - t..].to_vec()];
    let mut state = (n * 1000 + t) as u64;
    let mut random = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    for _ in 0..20 {
        for last in (1..n).rev() {
            xs.swap(last, (random() % (last as u64 + 1)) as usize);
        }
        subsets.push(xs[..t].to_vec());
    }
    subsets
}

/// Any t of the shares give the secret, and all n agree on it.
fn check_shamir(shares: &[Value], t: usize, secret: Value) {
    let mut subsets = subsets(shares.len(), t);
    subsets.push((1..=shares.len() as u32).collect());
    for xs in subsets {
        let mut result = [Value::ZERO];
        let shares = chosen(shares, &xs);
        shamir::reconstruct(&mut result, &shares, t as u32, &RunOptions::default()).unwrap();
        assert!(result[0] == secret, "t = {t}, x = {xs:?}");
    }
}

#[test]
fn additive_shares_of_the_other_implementation() {
    let lines = lines("additive.csv");
    assert_eq!(lines.len(), 144);
    for line in lines {
        let n = number(&line[0]);
        let shares = values(&line[2..]);
        assert_eq!(shares.len(), n);
        let mut xs: Vec<u32> = (1..=n as u32).collect();
        for _ in 0..2 {
            let mut result = [Value::ZERO];
            let shares = chosen(&shares, &xs);
            additive::reconstruct(&mut result, &shares, &RunOptions::default()).unwrap();
            assert!(result[0] == value(&line[1]), "n = {n}");
            xs.reverse();
        }
    }
}

#[test]
fn shamir_shares_of_the_other_implementation() {
    let lines = lines("shamir.csv");
    assert_eq!(lines.len(), 192);
    for line in lines {
        let shares = values(&line[3..]);
        assert_eq!(shares.len(), number(&line[0]));
        check_shamir(&shares, number(&line[1]), value(&line[2]));
    }
}

#[test]
fn summed_shares_of_the_other_implementation() {
    let lines = lines("secure_sum.csv");
    assert_eq!(lines.len(), 18);
    for line in lines {
        let k = number(&line[2]);
        let secrets = values(&line[3..3 + k]);
        let total = value(&line[3 + k]);
        let mut sum = [Value::ZERO];
        for secret in secrets {
            sum::add_assign(&mut sum, &[secret]).unwrap();
        }
        assert!(sum[0] == total);
        let shares = values(&line[4 + k..]);
        assert_eq!(shares.len(), number(&line[0]));
        check_shamir(&shares, number(&line[1]), total);
    }
}
