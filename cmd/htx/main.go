// Command htx is the registration desk's client: it takes dossiers in, decides them, and looks the register up.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes, for programs that call htx.
const (
	exitRefused     = 1 // 409, 422: a rule stands against it
	exitUsage       = 2 // 400: the command or the input is wrong
	exitForbidden   = 3 // 401, 403
	exitNotFound    = 4 // 404
	exitUnreachable = 5 // no answer, or 5xx
	exitStale       = 6 // 412: somebody else changed it meanwhile
)

const description = `Khách hàng dòng lệnh của bàn đăng ký.

Mã thoát: 0 được; 1 trái quy định hoặc sai trạng thái; 2 lệnh hoặc dữ liệu sai; 3 không được phép; 4 không tìm thấy;
5 không kết nối được hoặc máy chủ lỗi; 6 bản ghi đã bị người khác thay đổi.`

type cli struct {
	Server  string `default:"http://127.0.0.1:8080" env:"HTX_SERVER" help:"Địa chỉ máy chủ."`
	Key     string `env:"HTX_KEY" hidden:"" name:"access-key"`
	KeyFile string `env:"HTX_KEY_FILE" help:"Tệp chứa khóa truy cập (hoặc đặt biến HTX_KEY)." name:"key-file" type:"existingfile"`
	JSON    bool   `help:"In nguyên JSON của máy chủ cho chương trình khác." name:"json"`

	Dossier      dossierCommands     `cmd:"" help:"Hồ sơ đăng ký."`
	Org          orgCommands         `cmd:"" help:"Tổ chức trong sổ đăng ký."`
	Certificate  certificateCommands `cmd:"" help:"Giấy chứng nhận và giấy xác nhận."`
	Publications publicationsCmd     `cmd:"" help:"Nội dung đang được công bố."`
	Changes      feedCmd             `cmd:"" help:"Dòng thay đổi của toàn sổ, cho ứng dụng bên ngoài."`
	Jurisdiction jurisdictionCmd     `cmd:"" help:"Cơ quan nào có thẩm quyền."`
	Name         nameCommands        `cmd:"" help:"Tên dự kiến, và đề nghị đổi tên."`
	Stats        statsCmd            `cmd:"" help:"Thống kê theo cơ quan cấp."`
	Places       placesCmd           `cmd:"" help:"Tra địa bàn."`
	Authorities  authoritiesCmd      `cmd:"" help:"Tra cơ quan đăng ký."`
	Rules        rulesCmd            `cmd:"" help:"Quy định có hiệu lực."`
	Import       importCmd           `cmd:"" help:"Nạp sổ cũ (CSV, XLSX); chạy thử nếu không có --commit."`
	Clock        clockCmd            `cmd:"" help:"Đồng hồ của sổ thử nghiệm."`
	Programme    programmeCommands   `cmd:"" help:"Chương trình nhân rộng mô hình: ứng viên và đề cử."`
	Births       birthsCmd           `cmd:"" help:"Số hợp tác xã sinh ra từ Hội quán."`
	HoiQuan      hoiQuanCommands     `cmd:"" help:"Hội quán: thông tin riêng, mức sẵn sàng thành lập hợp tác xã, tăng trưởng." name:"hoi-quan"`
	Report       reportCommands      `cmd:"" help:"Báo cáo hằng năm của tổ chức."`
	Rating       ratingCommands      `cmd:"" help:"Đánh giá, xếp loại hằng năm."`
	Reporting    reportingCommands   `cmd:"" help:"Chuỗi báo cáo tháng 12: hạn, ai còn thiếu, tổng hợp, chốt số liệu."`
	Alliance     allianceCommands    `cmd:"" help:"Liên minh hợp tác xã: thành viên, và tổ chức cần quan tâm."`
	Challenge    challengeCommands   `cmd:"" help:"Kiến nghị của liên minh về nội dung sai trong sổ."`
	Log          logCommands         `cmd:"" help:"Nhật ký chống sửa đổi."`
	Verify       verifyCmd           `cmd:"" help:"Kiểm tra ngoại tuyến những gì htx log fetch đã tải."`
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its streams, and gives the exit code.
func run(args []string, out, errOut io.Writer) int {
	var c cli
	parser := kong.Must(&c, kong.Name("htx"), kong.Description(description), kong.Writers(out, errOut), kong.UsageOnError(), kong.Exit(os.Exit), kong.Help(helpInVietnamese),
		kong.PostBuild(func(k *kong.Kong) error {
			k.Model.HelpFlag.Help = "Xem hướng dẫn."
			return nil
		}))
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(errOut, "htx:", inVietnamese(err.Error()))
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	d, err := c.desk(out)
	if err == nil {
		parsed.BindTo(ctx, (*context.Context)(nil))
		err = parsed.Run(d)
	}
	if err == nil {
		return 0
	}
	if errors.Is(err, errNotProven) || errors.Is(err, errFaultyRows) {
		fmt.Fprintln(errOut, "htx:", err)
		return exitRefused
	}
	if p, ok := errors.AsType[*problem](err); ok {
		p.print(errOut)
		return p.exit()
	}
	fmt.Fprintln(errOut, "htx:", err)
	if errors.Is(err, errUnreachable) {
		return exitUnreachable
	}
	return exitUsage
}

// desk opens the client for a command.
func (c *cli) desk(out io.Writer) (*desk, error) {
	key := c.Key
	if c.KeyFile != "" {
		text, err := os.ReadFile(c.KeyFile)
		if err != nil {
			return nil, err
		}
		key = strings.TrimSpace(string(text))
	}
	return newDesk(c.Server, key, c.JSON, out)
}
