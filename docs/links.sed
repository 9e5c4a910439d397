# For Doxygen: in comments, functions become functions() and constants #constants, which it makes links.
/^ *(\*|\/\/\/)/ {
    s/\bsecagg_(status_(name|message)|version_number)\b/&()/g
    s/\bsecagg_([a-z]+_)+(i64|u64|f64|encode|decode|summary|histogram|split|reconstruct|recover|add|create|create_shard|submit|submissions|reset|free|export|import|parameters|digest|deal|inspect|accept|withdraw|party_ids|cohort|cohorts|merge|seal|release|missing|deviating|message_len|partial_len)\b/&()/g
    s/\bSECAGG_[A-Z_]*[A-Z]\b/#&/g
    s/#SECAGG_NO_EXCEPTIONS/SECAGG_NO_EXCEPTIONS/g
}
# Nobody writes the inline namespace.
s/.*namespace SECAGG_HPP_NAMESPACE.*//
