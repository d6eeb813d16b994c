// Ids: the actions that this capability alone uses.

package report

// A report is sent as a message with its charts; the value names the period.
const actReportSend = "report_send"
